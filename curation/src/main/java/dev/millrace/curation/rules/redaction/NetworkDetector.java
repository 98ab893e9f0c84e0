package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** IPv4 and MAC addresses, parsed and not only matched. */
final class NetworkDetector implements Detector {
    private static final int MAC_GROUPS = 6;

    @Override
    public @Nullable Span detect(String text, int at) {
        if (!Chars.isHex(Chars.at(text, at))) {
            return null;
        }
        Span mac = mac(text, at);
        return mac != null ? mac : ipv4(text, at);
    }

    private static @Nullable Span ipv4(String text, int at) {
        if (Chars.at(text, at - 1) == '.' && Chars.isDigit(Chars.at(text, at - 2))) {
            return null;
        }
        int i = at;
        for (int octet = 0; octet < 4; octet++) {
            int end = digitsEnd(text, i);
            if (end == i || end - i > 3 || Integer.parseInt(text, i, end, 10) > 255) {
                return null;
            }
            boolean last = octet == 3;
            if (!last && Chars.at(text, end) != '.') {
                return null;
            }
            i = last ? end : end + 1;
        }
        boolean goesOn =
                Chars.isWord(Chars.at(text, i)) || (Chars.at(text, i) == '.' && Chars.isDigit(Chars.at(text, i + 1)));
        return goesOn ? null : span(PiiType.IP, text, at, i);
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i - from < 4 && Chars.isDigit(Chars.at(text, i))) {
            i++;
        }
        return i;
    }

    private static @Nullable Span mac(String text, int at) {
        char separator = Chars.at(text, at + 2);
        if (separator != ':' && separator != '-') {
            return null;
        }
        for (int group = 0; group < MAC_GROUPS; group++) {
            int i = at + group * 3;
            boolean last = group == MAC_GROUPS - 1;
            if (!Chars.isHex(Chars.at(text, i))
                    || !Chars.isHex(Chars.at(text, i + 1))
                    || (!last && Chars.at(text, i + 2) != separator)) {
                return null;
            }
        }
        int end = at + MAC_GROUPS * 3 - 1;
        return Chars.isWord(Chars.at(text, end)) || Chars.at(text, end) == separator
                ? null
                : span(PiiType.MAC, text, at, end);
    }

    private static Span span(PiiType type, String text, int at, int end) {
        return new Span(type, end, text.substring(at, end).toLowerCase(Locale.ROOT));
    }
}
