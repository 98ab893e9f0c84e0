package dev.millrace.ingest.event;

import java.util.OptionalInt;

/**
 * What one text of an event may be.
 *
 * @param maxLength in UTF-16 characters
 * @param blank whether it may hold nothing but white space
 * @param control whether it may hold control characters such as line ends; U+0000 never may
 */
record TextRule(int maxLength, boolean blank, boolean control) {

    /** A message. */
    static final TextRule MESSAGE = new TextRule(100_000, false, true);

    /** A line that may be left empty: a title, a name, a reason. */
    static TextRule line(int maxLength) {
        return new TextRule(maxLength, true, true);
    }

    /** An id or a tag. */
    static TextRule word(int maxLength) {
        return new TextRule(maxLength, false, false);
    }

    void check(String text, String field, Problems problems) {
        if (text.length() > maxLength) {
            problems.add(field, "has " + text.length() + " characters; expected at most " + maxLength);
        } else if (!blank && text.isBlank()) {
            problems.add(field, "is empty; expected text");
        } else {
            refused(text)
                    .ifPresent(character -> problems.add(
                            field, "holds the character U+%04X; expected none of that kind".formatted(character)));
        }
    }

    private OptionalInt refused(String text) {
        return text.codePoints().filter(this::isRefused).findFirst();
    }

    private boolean isRefused(int character) {
        boolean halfOfAPair = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return character == 0 || halfOfAPair || (!control && Character.isISOControl(character));
    }
}
