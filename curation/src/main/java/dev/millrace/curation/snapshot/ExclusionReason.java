package dev.millrace.curation.snapshot;

/** Why an example is not in a snapshot though it is fit for training. */
public enum ExclusionReason {
    OUTSIDE_WINDOW("outside-window", "Older than `window.maxAge`, counted back from the domain's newest example."),
    DUPLICATE("duplicate", "The same text as another example; the oldest stays."),
    SUBJECT_CAP("subject-cap", "The customer has `policy.maxExamplesPerSubject` newer ones."),
    TAG_CAP("tag-cap", "One of its tags has `policy.maxExamplesPerTag` newer ones."),
    WINDOW_SIZE("window-size", "There are `window.maxExamples` newer ones.");

    private final String code;
    private final String description;

    ExclusionReason(String code, String description) {
        this.code = code;
        this.description = description;
    }

    /** As excluded.jsonl.gz carries it. */
    public String code() {
        return code;
    }

    public String description() {
        return description;
    }
}
