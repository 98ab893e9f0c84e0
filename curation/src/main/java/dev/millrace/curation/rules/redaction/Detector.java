package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Recognises one kind of span at the start of a token.
 *
 * <p>Looks ahead by a bounded number of characters, so that a whole scan stays linear. Thread-safe.
 */
@FunctionalInterface
interface Detector {

    /** The span that begins exactly at an index; null if there is none. */
    @Nullable
    Span detect(String text, int at);
}
