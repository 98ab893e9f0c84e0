package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Payment cards: 13 to 19 digits, in groups or not, with a known issuer prefix and a right Luhn digit; one number in ten has that
 * by chance, so what is called an order or a ticket is none.
 */
final class CardDetector implements Detector {
    static final int MIN = 13;
    private static final int MAX = 19;
    private static final Context NO_CARD = Context.of(
            "order orders ticket tickets invoice invoices case tracking shipment parcel reference ref booking reservation");

    @Override
    public @Nullable Span detect(String text, int at) {
        if (!hasEnoughDigits(text, at)) {
            return null;
        }
        StringBuilder digits = new StringBuilder(MAX);
        Span found = null;
        int i = at;
        while (Chars.isDigit(Chars.at(text, i)) && digits.length() < MAX) {
            digits.append(text.charAt(i++));
            if (digits.length() >= MIN && !Chars.isDigit(Chars.at(text, i)) && isCard(digits)) {
                found = new Span(PiiType.CARD, i, digits.toString());
            }
            if (Chars.isGroupSeparator(Chars.at(text, i)) && Chars.isDigit(Chars.at(text, i + 1))) {
                i++;
            }
        }
        return found == null || NO_CARD.precedes(text, at) ? null : found;
    }

    private static boolean hasEnoughDigits(String text, int at) {
        int digits = 0;
        int i = at;
        while (digits < MIN && Chars.isDigit(Chars.at(text, i))) {
            digits++;
            i++;
            if (Chars.isGroupSeparator(Chars.at(text, i)) && Chars.isDigit(Chars.at(text, i + 1))) {
                i++;
            }
        }
        return digits == MIN;
    }

    private static boolean isCard(CharSequence digits) {
        return isIssued(digits) && CheckDigits.luhn(digits);
    }

    private static boolean isIssued(CharSequence digits) {
        int length = digits.length();
        int four = Integer.parseInt(digits, 0, 4, 10);
        int two = four / 100;
        return switch (two / 10) {
            case 4 -> length == 13 || length == 16 || length == 19;
            case 5 -> length == 16 && ((two >= 51 && two <= 55) || isMaestro(four));
            case 2 -> length == 16 && four >= 2221 && four <= 2720;
            case 3 -> isAmexDinersOrJcb(two, four, length);
            case 6 ->
                length >= 16
                        && (two == 62 || two == 65 || four == 6011 || (four >= 6440 && four < 6500) || isMaestro(four));
            default -> false;
        };
    }

    private static boolean isAmexDinersOrJcb(int two, int four, int length) {
        return switch (two) {
            case 34, 37 -> length == 15;
            case 30, 36, 38, 39 -> length == 14;
            case 35 -> length >= 16 && four >= 3528 && four <= 3589;
            default -> false;
        };
    }

    private static boolean isMaestro(int four) {
        return switch (four) {
            case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
            default -> false;
        };
    }
}
