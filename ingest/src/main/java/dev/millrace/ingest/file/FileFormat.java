package dev.millrace.ingest.file;

/** How a file holds its conversations. */
public enum FileFormat {
    /** One conversation a row, columns chosen by a mapping. */
    CSV,
    /** One conversation a line, as a JSON object. */
    JSONL
}
