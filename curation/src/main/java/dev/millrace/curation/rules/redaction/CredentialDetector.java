package dev.millrace.curation.rules.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words such as {@code password} with what follows them behind a colon, an equals sign or "is".
 *
 * <p>The whole phrase is the span. Behind "is" the value must hold a digit, or "my password is wrong" would be taken.
 */
final class CredentialDetector implements Detector {
    private static final List<String> WORDS = List.of(
            "password", "passwort", "passwd", "passcode", "pwd", "api_key", "apikey", "api-key", "secret", "pin");
    private static final int MIN_VALUE = 4;
    private static final int MAX_VALUE = 128;

    /** Whether one of the words may be a word that begins with these letters and has this length. */
    static boolean mayBegin(char first, char second, int length) {
        if (length != 3 && length != 6 && length != 8) {
            return false;
        }
        char other = (char) (second | 0x20);
        return switch (first | 0x20) {
            case 'p' -> other == 'a' || other == 'w' || other == 'i';
            case 'a' -> other == 'p';
            case 's' -> other == 'e';
            default -> false;
        };
    }

    @Override
    public @Nullable Span detect(String text, int at) {
        for (String word : WORDS) {
            int end = at + word.length();
            if (text.regionMatches(true, at, word, 0, word.length()) && !Chars.isWord(Chars.at(text, end))) {
                return value(text, at, end);
            }
        }
        return null;
    }

    private static @Nullable Span value(String text, int at, int wordEnd) {
        int link = skipSpaces(text, wordEnd);
        char sign = Chars.at(text, link);
        boolean assigned = sign == ':' || sign == '=';
        boolean told = text.regionMatches(true, link, "is", 0, 2) && !Chars.isWord(Chars.at(text, link + 2));
        if (!assigned && !told) {
            return null;
        }
        int from = skipSpaces(text, link + (assigned ? 1 : 2));
        int to = from;
        while (to < text.length() && to - from < MAX_VALUE && !Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        boolean digit = text.substring(from, to).chars().anyMatch(c -> Chars.isDigit((char) c));
        return to - from >= MIN_VALUE && (digit || (assigned && sign == '='))
                ? new Span(PiiType.SECRET, to, LowerCase.of(text.substring(at, to)))
                : null;
    }

    private static int skipSpaces(String text, int from) {
        int i = from;
        while (i - from < 3 && Chars.at(text, i) == ' ' && i < text.length()) {
            i++;
        }
        return i;
    }
}
