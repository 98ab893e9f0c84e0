package dev.millrace.curation.rules;

/**
 * Text as people wrote it, without what only gets in the way: control and invisible characters, needless blank lines. One pass, whatever the
 * text.
 */
final class CleanText {
    private static final char FIRST_VISIBLE = ' ';
    private static final char LAST_ASCII = '~';

    private CleanText() {}

    /** Lines end with {@code \n} and without spaces or tabs before it; at most one line in a row is blank. */
    static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST_VISIBLE && c <= LAST_ASCII) {
                clean.append(c);
            } else if (c == '\n' || (c == '\r' && !isFollowedByLineFeed(text, i))) {
                endLine(clean);
            } else if (!isInvisible(c)) {
                clean.append(c);
            }
        }
        return clean.toString().strip();
    }

    private static boolean isFollowedByLineFeed(String text, int at) {
        return at + 1 < text.length() && text.charAt(at + 1) == '\n';
    }

    private static void endLine(StringBuilder clean) {
        int end = clean.length();
        while (end > 0 && (clean.charAt(end - 1) == ' ' || clean.charAt(end - 1) == '\t')) {
            end--;
        }
        clean.setLength(end);
        boolean blank = end > 1 && clean.charAt(end - 1) == '\n' && clean.charAt(end - 2) == '\n';
        if (!blank) {
            clean.append('\n');
        }
    }

    private static boolean isInvisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t';
            case Character.FORMAT -> true;
            default -> c == '\ufffe' || c == '\uffff';
        };
    }
}
