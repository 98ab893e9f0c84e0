package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers, as a {@link PhonePlan} knows them, and digits in groups behind a word such as "call" or before one such as
 * "fax".
 */
final class PhoneDetector implements Detector {
    private static final int MIN_DIGITS = 6;
    private static final int MAX_DIGITS = 15;
    private static final int MAX_GAP = 2;
    /** As in +33 6 12 34 56 78. */
    private static final int MAX_GROUPS = 6;

    private static final Context CALLED = Context.of(
            "call calling reach answering phone telephone tel mobile cell cellphone dial fax whatsapp ring contact");
    private static final Context LINE = Context.of("office fax mobile home work cell phone tel direct");
    private static final Context OTHER =
            Context.of("order orders ticket invoice case tracking shipment reference ref account version serial");

    private final PhonePlan plan;

    PhoneDetector(String region) {
        this.plan = PhonePlan.of(region);
    }

    @Override
    public @Nullable Span detect(String text, int at) {
        if (isPartOfIdentifier(text, at) || startsWithDate(text, at)) {
            return null;
        }
        int[] ends = new int[MAX_GROUPS];
        int count = groupEnds(text, at, ends);
        for (int i = count - 1; i >= 0; i--) {
            String number = plan.identity(text.substring(at, ends[i]));
            if (number != null) {
                return new Span(PiiType.PHONE, extensionEnd(text, ends[i]), number);
            }
        }
        return count == 0 ? null : called(text, at, ends[count - 1]);
    }

    /** Digits in groups that no plan knows, where the words before them say that they are dialled. */
    private static @Nullable Span called(String text, int at, int end) {
        String written = text.substring(at, end);
        boolean groups = written.chars().anyMatch(c -> !Chars.isDigit((char) c));
        boolean told = CALLED.precedes(text, at) || LINE.follows(text, extensionEnd(text, end));
        return groups && told && !OTHER.precedes(text, at)
                ? new Span(PiiType.PHONE, extensionEnd(text, end), CheckDigits.only(written))
                : null;
    }

    /** Behind {@code #}, or a letter and a hyphen, stands an order or case number. */
    private static boolean isPartOfIdentifier(String text, int at) {
        char before = Chars.at(text, at - 1);
        return before == '#' || (before == '-' && Chars.isWord(Chars.at(text, at - 2)));
    }

    private static boolean startsWithDate(String text, int at) {
        int first = digitsEnd(text, at);
        char separator = Chars.at(text, first);
        int second = digitsEnd(text, first + 1);
        int third = digitsEnd(text, second + 1);
        boolean separated = "/.-".indexOf(separator) >= 0 && Chars.at(text, second) == separator;
        boolean dayFirst = first - at <= 2 && (third - second == 3 || third - second == 5);
        boolean yearFirst = first - at == 4 && third - second <= 3;
        boolean fourth = Chars.at(text, third) == separator && Chars.isDigit(Chars.at(text, third + 1));
        return separated
                && second - first <= 3
                && second - first > 1
                && third - second > 1
                && !fourth
                && (dayFirst || yearFirst);
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i - from < MAX_DIGITS && Chars.isDigit(Chars.at(text, i))) {
            i++;
        }
        return i;
    }

    /** Where a number that begins here could end: after each group of digits, from 6 to 15 digits in all. */
    private static int groupEnds(String text, int at, int[] ends) {
        int count = 0;
        int digits = 0;
        int groups = 0;
        int gap = 0;
        int i = at;
        for (; digits <= MAX_DIGITS && groups < MAX_GROUPS; i++) {
            char c = Chars.at(text, i);
            if (Chars.isDigit(c)) {
                digits++;
                gap = 0;
                boolean last = !Chars.isDigit(Chars.at(text, i + 1));
                groups += last ? 1 : 0;
                if (last && digits >= MIN_DIGITS && digits <= MAX_DIGITS && isEnd(text, i + 1)) {
                    ends[count++] = i + 1;
                }
            } else if (i > at && (!isInNumber(c) || endsSentence(text, i) || ++gap > MAX_GAP)) {
                break;
            }
        }
        return groups == MAX_GROUPS && isSeries(text, i) ? 0 : count;
    }

    private static boolean endsSentence(String text, int at) {
        return Chars.at(text, at) == '.' && Chars.at(text, at + 1) == ' ';
    }

    /** Groups that go on behind a dot, a hyphen or a slash are a version or a list, not a number that is dialled. */
    private static boolean isSeries(String text, int at) {
        return "./-".indexOf(Chars.at(text, at)) >= 0 && Chars.isDigit(Chars.at(text, at + 1));
    }

    private static boolean isEnd(String text, int at) {
        return !Chars.isWord(Chars.at(text, at)) || extensionEnd(text, at) > at;
    }

    /** Index after an extension such as {@code x123}, or the same index. */
    private static int extensionEnd(String text, int at) {
        int digits = Chars.at(text, at) == 'x' ? at + 1 : at;
        int end = digitsEnd(text, digits);
        return digits > at && end > digits && !Chars.isWord(Chars.at(text, end)) ? end : at;
    }

    /** Signs between the groups of a number. */
    static boolean isInNumber(char c) {
        return Chars.isGroupSeparator(c) || c == '(' || c == ')' || c == '.' || c == '/';
    }
}
