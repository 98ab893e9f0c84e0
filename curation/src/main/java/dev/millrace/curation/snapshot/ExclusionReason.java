package dev.millrace.curation.snapshot;

/** Why an example is not in a snapshot though it is fit for training. */
public enum ExclusionReason {
    OUTSIDE_WINDOW("outside-window", "Older than `window.maxAge`, counted back from the domain's newest example."),
    PROTECTED_OVERLAP(
            "protected-overlap",
            "It has words in common with one of `policy.similarity.protectedSets`, and would be trained or validated on."),
    DUPLICATE("duplicate", "The same text as another example, `of`; the oldest stays."),
    NEAR_DUPLICATE(
            "near-duplicate",
            "Nearly the same text as an older example that stays, `of`: `jaccard` is at least"
                    + " `policy.similarity.nearDuplicates`. Another question with the same canned reply"
                    + " (`policy.similarity.cannedFrom`) is none, unless one of the two is of the holdout."),
    HOLDOUT_OVERLAP(
            "holdout-overlap",
            "It would be trained or validated on, and is as like an example of the holdout, `of`, as"
                    + " `policy.similarity.holdoutOverlap`."),
    REPLY_CAP(
            "reply-cap",
            "The agent says nearly the same in `policy.similarity.maxExamplesPerReply` newer ones; `of` is the newest of"
                    + " them."),
    SUBJECT_CAP("subject-cap", "The customer has `policy.maxExamplesPerSubject` newer ones."),
    TAG_CAP("tag-cap", "One of its tags has `policy.maxExamplesPerTag` newer ones."),
    WEIGHT(
            "weight",
            "It would be trained on, and by its hash it is none of the share that `balance.tagWeights` and"
                    + " `balance.sourceWeights` keep."),
    SOURCE_CAP("source-cap", "It would be trained on, and its source has `balance.maxPerSource` newer ones."),
    MONTH_CAP("month-cap", "It would be trained on, and its month has `balance.maxPerMonth` newer ones."),
    WINDOW_SIZE("window-size", "There are `window.maxExamples` newer ones."),
    MONTH_SHARE(
            "month-share",
            "It would be trained on, and newer ones of its month make `balance.maxMonthShare` of the split."),
    SOURCE_SHARE(
            "source-share",
            "It would be trained on, and newer ones of its source make `balance.maxSourceShare` of the split."),
    TAG_SHARE(
            "tag-share",
            "It would be trained on, and newer ones with one of its tags make `balance.maxTagShare` of the split.");

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
