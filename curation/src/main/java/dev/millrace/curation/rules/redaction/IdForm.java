package dev.millrace.curation.rules.redaction;

/**
 * How a national id is written: one sign for each character, matched in one pass.
 *
 * <p>{@code 9} is a digit, {@code 1} one from 1 to 9, {@code 2} one from 2 to 9, {@code s} a French sex (1 or 2), {@code A} a
 * letter, {@code z} X, Y or Z, {@code o} a digit or the letter that Italy puts for it, {@code m} an Italian month, {@code g} a
 * hyphen or plus, {@code c} a Finnish century, {@code k} a Finnish check character. Whatever else stands for itself.
 */
record IdForm(String signs) {

    boolean matches(CharSequence id) {
        if (id.length() != signs.length()) {
            return false;
        }
        for (int i = 0; i < signs.length(); i++) {
            if (!matches(signs.charAt(i), id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(char sign, char c) {
        return switch (sign) {
            case '9' -> Chars.isDigit(c);
            case '1' -> c >= '1' && c <= '9';
            case '2' -> c >= '2' && c <= '9';
            case 's' -> c == '1' || c == '2';
            case 'A' -> c >= 'A' && c <= 'Z';
            case 'z' -> c >= 'X' && c <= 'Z';
            case 'o' -> Chars.isDigit(c) || "LMNPQRSTUV".indexOf(c) >= 0;
            case 'm' -> "ABCDEHLMPRST".indexOf(c) >= 0;
            case 'g' -> c == '-' || c == '+';
            case 'c' -> c == '-' || c == '+' || (c >= 'A' && c <= 'F') || (c >= 'U' && c <= 'Y');
            case 'k' -> Chars.isDigit(c) || (c >= 'A' && c <= 'Y');
            default -> sign == c;
        };
    }
}
