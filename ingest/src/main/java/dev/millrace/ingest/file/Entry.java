package dev.millrace.ingest.file;

/** What stands at a line of a file: a conversation, or something that cannot be used. */
sealed interface Entry {

    /** Number of the line it begins at, counted from 1. */
    long line();

    /** A conversation that could be read. */
    record Read(long line, ImportedConversation conversation) implements Entry {}

    /** A bad line and why; the reason quotes no text of the file. */
    record Bad(long line, String reason) implements Entry {}
}
