package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.Nullable;

/** User and password in a URL: what stands between {@code ://} and {@code @}. */
final class UrlUserDetector implements Detector {
    private static final int MAX = 256;

    @Override
    public @Nullable Span detect(String text, int at) {
        if (!text.startsWith("//", at) || Chars.at(text, at - 1) != ':') {
            return null;
        }
        for (int i = at + 2; i < text.length() && i - at < MAX; i++) {
            char c = text.charAt(i);
            if (c == '@') {
                return i == at + 2 ? null : new Span(PiiType.SECRET, i, text.substring(at, i));
            }
            if (c == '/' || c == '?' || Character.isWhitespace(c)) {
                return null;
            }
        }
        return null;
    }
}
