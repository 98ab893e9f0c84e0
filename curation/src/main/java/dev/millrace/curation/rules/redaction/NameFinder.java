package dev.millrace.curation.rules.redaction;

import java.util.List;

/**
 * Finds names in free text that nothing tells of: neither the events' fields nor a salutation or signature. This is where a
 * dictionary or a model that classifies tokens is put in. Its names are asked for once a text.
 *
 * <p>Called by several threads at once. What it finds is a function of the text, or a snapshot could not be made again.
 */
@FunctionalInterface
public interface NameFinder {

    /** Finds nothing. */
    NameFinder NONE = text -> List.of();

    /**
     * A name.
     *
     * @param start index of its first character; one within a word is passed over
     * @param end index after its last
     * @param identity equal for names that mean the same
     */
    record Name(int start, int end, String identity) {}

    /** The names in a text, from left to right, none touching another. */
    List<Name> names(String text);
}
