package dev.millrace.curation.rules.redaction;

/** Character classes of the detectors. An index outside a text is a space. */
final class Chars {
    private static final byte WORD = 1;
    private static final byte SIGN = 2;
    private static final byte[] ASCII = ascii();

    private Chars() {}

    private static byte[] ascii() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < kinds.length; c++) {
            kinds[c] = isAsciiAlphanumeric(c) ? WORD : 0;
        }
        for (char c : "/-+(".toCharArray()) {
            kinds[c] = SIGN;
        }
        return kinds;
    }

    static char at(String text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : ' ';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isAsciiAlphanumeric(char c) {
        return isDigit(c) || isAsciiLetter(c);
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Letters and digits of any script. */
    static boolean isWord(char c) {
        return c < 128 ? ASCII[c] == WORD : Character.isLetterOrDigit(c);
    }

    /** Signs that something to redact may begin with. */
    static boolean isSign(char c) {
        return c < 128 && ASCII[c] == SIGN;
    }

    /** Index after the letters and digits that stand at an index. */
    static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length() && isWord(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isBase64Url(char c) {
        return isAsciiAlphanumeric(c) || c == '_' || c == '-';
    }

    /** Spaces and hyphens that people put between the groups of a number. */
    static boolean isGroupSeparator(char c) {
        return c == ' ' || c == '-' || c == '\u00a0' || c == '\u2011' || c == '\u2013';
    }
}
