package dev.millrace.runtime.snapshots;

/** The three disjoint sets of customers in a snapshot. */
public enum Split {
    TRAIN("train.jsonl.gz"),
    /** For early stopping. */
    VALIDATION("validation.jsonl.gz"),
    /** Opened by the evaluator alone. */
    HOLDOUT("holdout.jsonl.gz");

    private final String file;

    Split(String file) {
        this.file = file;
    }

    /** Its file in the folder: gzip, one JSON object a line. */
    public String file() {
        return file;
    }
}
