package dev.millrace.cli.terminal;

/** Cuts a line to a width; escape sequences take none. */
final class Clip {
    private static final char ESCAPE = '\u001b';

    private Clip() {}

    static String to(int width, String line) {
        StringBuilder clipped = new StringBuilder();
        int shown = 0;
        boolean inEscape = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            inEscape |= c == ESCAPE;
            if (inEscape || shown < width) {
                clipped.append(c);
            }
            shown += inEscape ? 0 : 1;
            inEscape &= c != 'm';
        }
        return clipped.toString();
    }
}
