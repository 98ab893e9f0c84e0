package dev.millrace.trainer.training;

import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.schemas.event.JobState;

/** Why a job is cancelled, as its state tells. */
public enum CancelReason {
    REQUESTED("requested", "stopped between two steps"),
    ERASURE(ErasedArtifacts.REASON, "a person in what it was to be trained on asked to be forgotten");

    private final String code;
    private final String detail;

    CancelReason(String code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    /** As events carry it. */
    public String code() {
        return code;
    }

    /** In words. */
    public String detail() {
        return detail;
    }

    /** Of a cancelled job; what is not known was asked for. */
    public static CancelReason of(JobState cancelled) {
        return ERASURE.code.equals(cancelled.getReason()) ? ERASURE : REQUESTED;
    }
}
