package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** National ids of many countries, whose groups may have blanks between them. */
final class NationalIdDetector implements Detector {
    private static final int SHORTEST = 9;
    private static final int LONGEST = 16;

    @Override
    public @Nullable Span detect(String text, int at) {
        StringBuilder id = new StringBuilder(LONGEST);
        int digits = 0;
        int i = at;
        while (id.length() < LONGEST && isPart(Chars.at(text, i))) {
            char c = text.charAt(i++);
            id.append(c);
            digits += Chars.isDigit(c) ? 1 : 0;
            if (Chars.at(text, i) == ' ' && Chars.isDigit(Chars.at(text, i + 1)) && Chars.isDigit(c)) {
                i++;
            }
            // Most words end here: an id has a digit among its first characters, or is Italian.
            if (digits == 0 && id.length() == 7) {
                return null;
            }
        }
        boolean goesOn = Chars.isWord(Chars.at(text, i));
        return goesOn || digits < 7 || id.length() < SHORTEST
                ? null
                : known(id.toString().toUpperCase(Locale.ROOT), text, at, i);
    }

    private static @Nullable Span known(String id, String text, int at, int end) {
        for (NationalId kind : NationalId.KNOWN) {
            if (kind.is(id, text, at)) {
                return new Span(PiiType.ID, end, id);
            }
        }
        return null;
    }

    private static boolean isPart(char c) {
        return Chars.isAsciiAlphanumeric(c) || c == '-' || c == '+' || c == '.';
    }
}
