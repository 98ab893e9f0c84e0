package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.Nullable;

/** US social security numbers written as 3-2-4 digits; groups that are never issued are left alone. */
final class SsnDetector implements Detector {
    private static final int LENGTH = 11;

    @Override
    public @Nullable Span detect(String text, int at) {
        if (at + LENGTH > text.length() || Chars.isWord(Chars.at(text, at + LENGTH))) {
            return null;
        }
        char separator = text.charAt(at + 3);
        if (separator != text.charAt(at + 6) || (separator != '-' && separator != ' ')) {
            return null;
        }
        String digits =
                text.substring(at, at + 3) + text.substring(at + 4, at + 6) + text.substring(at + 7, at + LENGTH);
        return digits.chars().allMatch(c -> Chars.isDigit((char) c)) && isIssued(digits)
                ? new Span(PiiType.SSN, at + LENGTH, digits)
                : null;
    }

    private static boolean isIssued(String digits) {
        return !digits.startsWith("000")
                && !digits.startsWith("666")
                && digits.charAt(0) != '9'
                && !digits.startsWith("00", 3)
                && !digits.endsWith("0000");
    }
}
