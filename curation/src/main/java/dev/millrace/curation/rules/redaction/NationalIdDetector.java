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
        while (id.length() < LONGEST && isPart(text, i)) {
            char c = text.charAt(i++);
            id.append(c);
            digits += Chars.isDigit(c) ? 1 : 0;
            if (Chars.at(text, i) == ' ' && goesOn(text, i + 1, id)) {
                i++;
            }
        }
        return Chars.isWord(Chars.at(text, i)) || digits == 0 || id.length() < SHORTEST
                ? null
                : known(id.toString().toUpperCase(Locale.ROOT), text, at, i);
    }

    /** Behind a blank: more digits, or the first digits or the last letter of a British number. */
    private static boolean goesOn(String text, int at, CharSequence id) {
        char next = Chars.at(text, at);
        int length = id.length();
        if (Chars.isDigit(next)) {
            return Chars.isDigit(id.charAt(length - 1)) || (length == 2 && Character.isUpperCase(id.charAt(0)));
        }
        return length == 8 && Character.isUpperCase(id.charAt(0)) && next >= 'A' && next <= 'D';
    }

    private static @Nullable Span known(String id, String text, int at, int end) {
        for (NationalId kind : NationalId.KNOWN) {
            if (kind.is(id, text, at)) {
                return new Span(PiiType.ID, end, id);
            }
        }
        return null;
    }

    /** A sign belongs to the id if it goes on behind it. */
    private static boolean isPart(String text, int at) {
        char c = Chars.at(text, at);
        return Chars.isAsciiAlphanumeric(c)
                || ((c == '-' || c == '+' || c == '.') && Chars.isAsciiAlphanumeric(Chars.at(text, at + 1)));
    }
}
