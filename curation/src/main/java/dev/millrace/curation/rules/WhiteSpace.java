package dev.millrace.curation.rules;

/** White space of ASCII, which words are split at. */
final class WhiteSpace {

    private WhiteSpace() {}

    static boolean is(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Appends a text with one space for each run of them. */
    static void appendCollapsed(String text, StringBuilder to) {
        boolean before = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = is(c);
            if (!space) {
                to.append(c);
            } else if (!before) {
                to.append(' ');
            }
            before = space;
        }
    }
}
