package dev.millrace.curation.erasure;

import java.util.Locale;

/** The steps of an erasure, in the order of the flow, as receipts name them. */
public enum Stage {
    /** The person is on the list: no further event is taken in. */
    SUPPRESSION,
    /** Raw events from before the request are out of the logs. */
    RAW_EVENTS,
    /** So are dead letters and rejections, of which nobody can say whose they are. */
    DEAD_LETTERS,
    /** No conversation of the person is in the log, replaced ones included. */
    CONVERSATIONS,
    /** Nor any example. */
    EXAMPLES,
    /** Nor anything in the logs behind the streams' state. */
    STREAM_STATE,
    /** Nor in the files of this machine's stores. */
    STATE_FILES,
    /** Every snapshot that held the person has lost its files. */
    SNAPSHOTS,
    /** Jobs on those have ended, and their checkpoints on this machine are gone. */
    JOBS,
    /** Adapters of those, and what was continued from them, are revoked. */
    ADAPTERS,
    /** Their files and reports are gone. */
    ADAPTER_FILES;

    /** As in receipts, such as {@code raw-events}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
