package dev.millrace.curation.rules.redaction;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which digits are a telephone number, as one dials in a region.
 *
 * <p>With a country code a possible number is enough; without one it must be valid in the region, or begin with a trunk zero
 * and be written in groups, or be written as 3-3-4 digits. libphonenumber decides; since it takes a thousand times as long as
 * the scan, it is asked once for each country code which lengths are possible, and spared what the form alone decides.
 * Thread-safe.
 */
final class PhonePlan {
    /** Of a number that no word tells of. */
    static final int MIN_DIGITS = 7;

    private static final int MAX_DIGITS = 15;
    private static final int NORTH_AMERICA = 1;
    private static final Map<String, PhonePlan> BY_REGION = new ConcurrentHashMap<>();
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** By country code: a bit for each possible length of the number behind it. */
    private static final Map<Integer, Integer> LENGTHS = new ConcurrentHashMap<>();

    private final String region;
    private final boolean northAmerican;

    private PhonePlan(String region) {
        this.region = region;
        this.northAmerican = PHONES.getCountryCodeForRegion(region) == NORTH_AMERICA;
    }

    static PhonePlan of(String region) {
        return BY_REGION.computeIfAbsent(region, PhonePlan::new);
    }

    /** Equal for the same number in other writing; null where the text is no number. */
    @Nullable
    String identity(String written) {
        String digits = CheckDigits.only(written);
        if (digits.length() < MIN_DIGITS) {
            return null;
        }
        if (written.startsWith("+") || written.startsWith("(+") || written.startsWith("00")) {
            return international(written, digits);
        }
        return northAmerican ? northAmerican(written, digits) : asked(written, region);
    }

    private static @Nullable String international(String written, String digits) {
        boolean zeros = written.startsWith("00");
        String number = zeros ? digits.substring(2) : digits;
        boolean plain = written.indexOf('(') < 0; // a trunk zero may be in brackets
        return plain && isPossible(number) ? "+" + number : asked(zeros ? "+" + written.substring(2) : written, "ZZ");
    }

    /** Whether a country code and a possible number behind it, which does not begin with a trunk zero. */
    private static boolean isPossible(String digits) {
        for (int length = 1; length <= 3 && length < digits.length(); length++) {
            int lengths = LENGTHS.computeIfAbsent(Integer.valueOf(digits.substring(0, length)), PhonePlan::lengths);
            if (lengths != 0) {
                return digits.charAt(length) != '0' && ((lengths >> (digits.length() - length)) & 1) == 1;
            }
        }
        return false;
    }

    private static int lengths(int countryCode) {
        if (!PHONES.getSupportedCallingCodes().contains(countryCode)) {
            return 0;
        }
        int lengths = 0;
        long number = 1;
        for (int length = 1; length <= MAX_DIGITS; length++) {
            PhoneNumber tried = new PhoneNumber().setCountryCode(countryCode).setNationalNumber(number);
            lengths |= PHONES.isPossibleNumber(tried) ? 1 << length : 0;
            number *= 10;
        }
        return lengths;
    }

    /** Ten digits, of which the first and the fourth are at least 2. */
    private @Nullable String northAmerican(String written, String digits) {
        if (digits.length() == 10) {
            boolean dialled = digits.charAt(0) >= '2' && digits.charAt(3) >= '2';
            if (dialled && isThreeThreeFour(written)) {
                return "+1" + digits;
            }
            return dialled ? asked(written, region) : byForm(written, digits);
        }
        boolean prefixed = digits.startsWith("1") || digits.startsWith("011");
        return digits.length() > 10 && prefixed ? asked(written, region) : byForm(written, digits);
    }

    private static @Nullable String asked(String written, String region) {
        try {
            PhoneNumber number = PHONES.parse(written, region);
            boolean accepted = region.equals("ZZ") ? PHONES.isPossibleNumber(number) : PHONES.isValidNumber(number);
            if (accepted) {
                return PHONES.format(number, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException e) {
            return byForm(written, CheckDigits.only(written)); // no number to any plan
        }
        return byForm(written, CheckDigits.only(written));
    }

    /** Numbers that no plan knows but that are written as one: a trunk zero and groups, or 3-3-4 digits. */
    private static @Nullable String byForm(String written, String digits) {
        boolean zero = written.startsWith("0") || written.startsWith("(0");
        boolean trunk = zero && digits.length() < written.length() && digits.length() >= 9 && digits.charAt(1) != '0';
        return trunk || isThreeThreeFour(written) ? digits : null;
    }

    /** (212) 555-0123, (212)555-0123, 212-555-0123, 212.555.0123. */
    private static boolean isThreeThreeFour(String written) {
        boolean bracket = written.startsWith("(");
        int second = bracket ? (Chars.at(written, 5) == ' ' ? 6 : 5) : 4;
        int third = second + 4;
        return written.length() == third + 4
                && areDigits(written, bracket ? 1 : 0, 3)
                && (bracket ? written.charAt(4) == ')' : isDotOrHyphen(written.charAt(3)))
                && areDigits(written, second, 3)
                && isDotOrHyphen(written.charAt(third - 1))
                && areDigits(written, third, 4);
    }

    private static boolean areDigits(String text, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Chars.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDotOrHyphen(char c) {
        return c == '.' || c == '-';
    }
}
