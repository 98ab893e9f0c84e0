package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** E-mail addresses with a top-level domain; letters of any script are allowed. */
final class EmailDetector implements Detector {
    /** RFC 5321, 4.5.3.1.1. */
    static final int MAX_LOCAL = 64;

    private static final int MAX_DOMAIN = 255;
    private static final int MIN_TLD = 2;

    @Override
    public @Nullable Span detect(String text, int at) {
        int sign = localEnd(text, at);
        if (sign == at || sign - at > MAX_LOCAL || Chars.at(text, sign) != '@') {
            return null;
        }
        int end = domainEnd(text, sign + 1);
        return end < 0
                ? null
                : new Span(PiiType.EMAIL, end, text.substring(at, end).toLowerCase(Locale.ROOT));
    }

    /** Index after the longest run of characters that may stand before the {@code @}. */
    static int localEnd(String text, int at) {
        int i = at;
        while (i < text.length() && isLocal(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isLocal(char c) {
        return Chars.isWord(c) || "._%+-".indexOf(c) >= 0;
    }

    /** Index after the domain, or -1 if there is no dot with a top-level domain behind it. */
    private static int domainEnd(String text, int from) {
        int end = -1;
        int label = from;
        for (int i = from; i <= text.length() && i - from <= MAX_DOMAIN; i++) {
            char c = Chars.at(text, i);
            if (Chars.isWord(c) || (c == '-' && i > label)) {
                continue;
            }
            if (i == label) {
                break;
            }
            if (label > from && isTopLevel(text, label, i)) {
                end = i;
            }
            if (c != '.') {
                break;
            }
            label = i + 1;
        }
        return end;
    }

    private static boolean isTopLevel(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return to - from >= MIN_TLD;
    }
}
