package dev.millrace.ingest.file;

/**
 * How far an import has come.
 *
 * @param bytes of the file itself, as it lies on disk
 * @param rows lines or rows read, bad ones included
 * @param conversations read, suppressed ones included
 * @param events written
 * @param suppressed events of people who asked to be forgotten, which are not written
 * @param bad lines that could not be used
 */
public record ImportProgress(
        long bytes, long totalBytes, long rows, long conversations, long events, long suppressed, long bad) {

    /** Hears of progress a few times a second at most. */
    @FunctionalInterface
    public interface Listener {
        void at(ImportProgress progress);
    }
}
