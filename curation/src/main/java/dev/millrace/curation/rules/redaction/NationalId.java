package dev.millrace.curation.rules.redaction;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * National ids that carry check digits or letters, by the rules of their issuers. One that any number might be by chance is
 * taken only where a word before it says what it is.
 */
record NationalId(IdForm form, @Nullable Context context, Predicate<String> check) {

    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final Set<String> UNISSUED = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    static final List<NationalId> KNOWN = List.of(
            new NationalId( // Spanish Dni
                    new IdForm("99999999A"), null, id -> isSpanish(id)),
            new NationalId( // Spanish Nie
                    new IdForm("z9999999A"), null, id -> isSpanish("XYZ".indexOf(id.charAt(0)) + id.substring(1))),
            new NationalId( // Italian Codice Fiscale
                    new IdForm("AAAAAAoomooAoooA"), null, NationalId::isItalian),
            new NationalId( // French Nir
                    new IdForm("s99999999999999"),
                    null,
                    id -> Integer.parseInt(id, 3, 5, 10) >= 1
                            && 97 - Long.parseLong(id.substring(0, 13)) % 97 == Integer.parseInt(id.substring(13))),
            new NationalId( // Finnish Hetu
                    new IdForm("999999c999k"), null, NationalId::isFinnish),
            new NationalId( // Swedish Personnummer
                    new IdForm("999999g9999"),
                    Context.of("personnummer personal identity pnr id"),
                    id -> CheckDigits.isDayAndMonth(id, 4, 2)
                            && CheckDigits.luhn(id.substring(0, 6) + id.substring(7))),
            new NationalId( // Brazilian Cpf
                    new IdForm("999.999.999-99"), null, id -> isCpf(CheckDigits.only(id))),
            new NationalId( // Brazilian Cpf Plain
                    new IdForm("99999999999"), Context.of("cpf"), NationalId::isCpf),
            new NationalId( // German Steuer Id
                    new IdForm("19999999999"),
                    Context.of("steuer steuerid identifikationsnummer idnr tin tax steueridentifikationsnummer"),
                    CheckDigits::mod11And10),
            new NationalId( // Dutch Bsn
                    new IdForm("999999999"),
                    Context.of("bsn sofi burgerservicenummer sofinummer"),
                    id -> CheckDigits.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0),
            new NationalId( // Polish Pesel
                    new IdForm("99999999999"),
                    Context.of("pesel"),
                    id -> CheckDigits.weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0),
            new NationalId( // Canadian Sin
                    new IdForm("199999999"), Context.of("sin insurance nas"), CheckDigits::luhn),
            new NationalId( // Indian Aadhaar
                    new IdForm("299999999999"), Context.of("aadhaar aadhar uidai uid"), CheckDigits::verhoeff),
            new NationalId( // British Nhs
                    new IdForm("9999999999"), Context.of("nhs"), NationalId::isNhs),
            new NationalId( // British National Insurance number, which has no check digit
                    new IdForm("AA999999A"), Context.of("nino insurance ni"), NationalId::isBritish),
            new NationalId( // Belgian Rijksregisternummer
                    new IdForm("99.99.99-999.99"), null, id -> isBelgian(CheckDigits.only(id))),
            new NationalId( // Swiss Ahv
                    new IdForm("756.9999.9999.99"), null, id -> CheckDigits.ean13(CheckDigits.only(id))),
            new NationalId( // Norwegian Fodselsnummer
                    new IdForm("99999999999"),
                    Context.of("fødselsnummer fodselsnummer personnummer fnr"),
                    id -> CheckDigits.weighted(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                            && CheckDigits.weighted(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0));

    /** @param id without blanks and in upper case, as it begins at an index of the text */
    boolean is(String id, String text, int at) {
        return form.matches(id) && check.test(id) && (context == null || context.precedes(text, at));
    }

    private static boolean isSpanish(String digitsAndLetter) {
        int number = Integer.parseInt(digitsAndLetter, 0, 8, 10);
        return SPANISH_LETTERS.charAt(number % 23) == digitsAndLetter.charAt(8);
    }

    private static boolean isItalian(String id) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = id.charAt(i);
            int value = Chars.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return id.charAt(15) - 'A' == sum % 26;
    }

    private static boolean isFinnish(String id) {
        int number = Integer.parseInt(id.substring(0, 6) + id.substring(7, 10));
        return CheckDigits.isDayAndMonth(id, 0, 2) && FINNISH_LETTERS.charAt(number % 31) == id.charAt(10);
    }

    private static boolean isCpf(String digits) {
        int first = CheckDigits.weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = CheckDigits.weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        boolean oneDigit = digits.chars().distinct().count() == 1;
        return !oneDigit && first == digits.charAt(9) - '0' && second == digits.charAt(10) - '0';
    }

    private static boolean isBritish(String id) {
        return "DFIQUV".indexOf(id.charAt(0)) < 0
                && "DFIOQUV".indexOf(id.charAt(1)) < 0
                && !UNISSUED.contains(id.substring(0, 2))
                && id.charAt(8) <= 'D';
    }

    /** Who was born since 2000 counts with a 2 before the number. */
    private static boolean isBelgian(String digits) {
        long number = Long.parseLong(digits, 0, 9, 10);
        int check = Integer.parseInt(digits, 9, 11, 10);
        return check == 97 - number % 97 || check == 97 - (2_000_000_000L + number) % 97;
    }

    private static boolean isNhs(String digits) {
        int check = 11 - CheckDigits.weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return check % 11 == digits.charAt(9) - '0';
    }
}
