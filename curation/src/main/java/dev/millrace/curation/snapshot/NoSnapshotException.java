package dev.millrace.curation.snapshot;

/** A snapshot that was asked for cannot be cut here. */
final class NoSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as an HTTP status. */
    private final int status;

    private NoSnapshotException(int status, String message) {
        super(message);
        this.status = status;
    }

    static NoSnapshotException notOwned(String domain) {
        return new NoSnapshotException(409, "another snapshotter owns the domain " + domain + "; ask that one");
    }

    static NoSnapshotException noExamples(String domain) {
        return new NoSnapshotException(
                404,
                "the domain " + domain + " has no examples; look at `millrace rejections --domain " + domain + "`");
    }

    int status() {
        return status;
    }
}
