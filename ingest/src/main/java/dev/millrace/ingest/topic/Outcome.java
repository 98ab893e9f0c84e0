package dev.millrace.ingest.topic;

import java.util.Locale;

/** What may become of a record; counted under these names. */
enum Outcome {
    /** It gave events. */
    MAPPED,
    /** No condition held. */
    UNMATCHED,
    /** A message without words, such as a mere attachment. */
    WORDLESS,
    /** Of no row: a tombstone, a truncate, a message in the database's log. */
    PASSED_OVER,
    /** It cannot be mapped. */
    DEAD_LETTER;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
