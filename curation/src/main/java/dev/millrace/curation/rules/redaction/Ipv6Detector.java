package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * IPv6 addresses: eight groups, or fewer with one {@code ::} between them. There must be a digit, so that words with
 * colons are not taken.
 */
final class Ipv6Detector implements Detector {
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;

    @Override
    public @Nullable Span detect(String text, int at) {
        int groups = 0;
        boolean shortened = false;
        int end = at;
        for (int i = at; groups < GROUPS; i = end + separator(text, end)) {
            int groupEnd = groupEnd(text, i);
            if (groupEnd == i || groupEnd - i > GROUP_DIGITS) {
                return null;
            }
            groups++;
            end = groupEnd;
            boolean twice = separator(text, end) == 2;
            if (twice && shortened) {
                return null;
            }
            shortened |= twice;
            if (!Chars.isHex(Chars.at(text, end + separator(text, end))) || separator(text, end) == 0) {
                end += twice ? 2 : 0;
                break;
            }
        }
        boolean whole = groups == GROUPS || (shortened && groups >= 2);
        return whole && !Chars.isWord(Chars.at(text, end)) && hasDigit(text, at, end)
                ? new Span(PiiType.IP, end, text.substring(at, end).toLowerCase(Locale.ROOT))
                : null;
    }

    private static int groupEnd(String text, int from) {
        int i = from;
        while (i - from <= GROUP_DIGITS && Chars.isHex(Chars.at(text, i))) {
            i++;
        }
        return i;
    }

    /** How many colons stand there, at most two. */
    private static int separator(String text, int at) {
        if (Chars.at(text, at) != ':') {
            return 0;
        }
        return Chars.at(text, at + 1) == ':' ? 2 : 1;
    }

    private static boolean hasDigit(String text, int from, int to) {
        return text.substring(from, to).chars().anyMatch(c -> Chars.isDigit((char) c));
    }
}
