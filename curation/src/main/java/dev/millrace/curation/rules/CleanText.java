package dev.millrace.curation.rules;

import java.util.regex.Pattern;

/** Text as people wrote it, without what only gets in the way: control and invisible characters, needless blank lines. */
final class CleanText {
    private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");
    private static final Pattern LINE_END_SPACES = Pattern.compile("[ \t]++\n");

    private CleanText() {}

    static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                boolean pair = i + 1 < text.length() && text.charAt(i + 1) == '\n';
                visible.append(pair ? "" : "\n");
            } else if (!isInvisible(c)) {
                visible.append(c);
            }
        }
        String trimmedLines = LINE_END_SPACES.matcher(visible).replaceAll("\n");
        return BLANK_LINES.matcher(trimmedLines).replaceAll("\n\n").strip();
    }

    private static boolean isInvisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT -> true;
            default -> c == '\ufffe' || c == '\uffff';
        };
    }
}
