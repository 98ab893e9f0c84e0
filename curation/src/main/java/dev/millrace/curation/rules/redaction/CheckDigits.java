package dev.millrace.curation.rules.redaction;

/** The check digits of numbers, by their published rules. All take digits only, unless they say otherwise. */
final class CheckDigits {
    private static final int[][] DIHEDRAL = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private CheckDigits() {}

    /** ISO/IEC 7812-1, annex B. */
    static boolean luhn(CharSequence digits) {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    /** Verhoeff, "Error Detecting Decimal Codes" (1969). */
    static boolean verhoeff(CharSequence digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            for (int n = 0; n < i % 8; n++) {
                digit = PERMUTATION[digit];
            }
            check = DIHEDRAL[check][digit];
        }
        return check == 0;
    }

    /** ISO/IEC 7064, MOD 11,10. */
    static boolean mod11And10(CharSequence digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits.charAt(digits.length() - 1) - '0';
    }

    /** ISO/IEC 15420, thirteen digits. */
    static boolean ean13(CharSequence digits) {
        return weighted(digits, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
    }

    /** The digits among other signs. */
    static String only(CharSequence written) {
        StringBuilder digits = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            if (Chars.isDigit(written.charAt(i))) {
                digits.append(written.charAt(i));
            }
        }
        return digits.toString();
    }

    /** The sum of digits times weights. */
    static int weighted(CharSequence digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return sum;
    }

    /** Whether digits from an index on are a day and a month. */
    static boolean isDayAndMonth(CharSequence digits, int day, int month) {
        int d = Integer.parseInt(digits, day, day + 2, 10);
        int m = Integer.parseInt(digits, month, month + 2, 10);
        return d >= 1 && d <= 31 && m >= 1 && m <= 12;
    }
}
