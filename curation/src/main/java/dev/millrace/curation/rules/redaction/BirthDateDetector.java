package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dates that the words before them make a date of birth: in figures, or with the month as a word. */
final class BirthDateDetector implements Detector {
    private static final Context BORN =
            Context.of("birth birthday birthdate born dob bday geburtsdatum geboren naissance nacimiento nascita");
    private static final Set<String> MONTHS = Set.of(
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mai", "okt", "dez");
    private static final int LONGEST_MONTH = 10;

    @Override
    public @Nullable Span detect(String text, int at) {
        int end = Chars.isDigit(Chars.at(text, at)) ? beginningWithDigits(text, at) : beginningWithMonth(text, at);
        return end < 0 || Chars.isWord(Chars.at(text, end)) || !BORN.precedes(text, at)
                ? null
                : new Span(PiiType.BORN, end, text.substring(at, end));
    }

    /** 1990-05-17, 17.5.1990, 5/17/90, 17 May 1990. */
    private static int beginningWithDigits(String text, int at) {
        int first = digitsEnd(text, at);
        char separator = Chars.at(text, first);
        if (separator == ' ' || (separator == '.' && Chars.at(text, first + 1) == ' ')) {
            int month = separator == ' ' ? first + 1 : first + 2;
            int monthEnd = monthEnd(text, ordinal(text, month));
            return monthEnd < 0 ? -1 : yearEnd(text, monthEnd);
        }
        if (first - at > 4 || "/.-".indexOf(separator) < 0) {
            return -1;
        }
        int second = digitsEnd(text, first + 1);
        int third = digitsEnd(text, second + 1);
        boolean parts = second > first + 1 && second - first <= 3 && third > second + 1 && third - second <= 5;
        return parts && Chars.at(text, second) == separator && isDate(text, at, first, second, third) ? third : -1;
    }

    /** Year first or last, the other two a day and a month in either order. */
    private static boolean isDate(String text, int at, int first, int second, int third) {
        boolean yearFirst = first - at == 4;
        int one = Integer.parseInt(text, yearFirst ? first + 1 : at, yearFirst ? second : first, 10);
        int other = Integer.parseInt(text, yearFirst ? second + 1 : first + 1, yearFirst ? third : second, 10);
        boolean year = yearFirst ? third - second <= 3 : third - second == 5 || third - second == 3;
        return year && Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
    }

    /** May 17, 1990. */
    private static int beginningWithMonth(String text, int at) {
        int month = monthEnd(text, at);
        if (month < 0 || Chars.at(text, month) != ' ') {
            return -1;
        }
        int day = digitsEnd(text, month + 1);
        return day == month + 1 || day - month > 3 ? -1 : yearEnd(text, ordinalEnd(text, day));
    }

    private static int ordinal(String text, int at) {
        return text.startsWith("of ", at) ? at + 3 : at;
    }

    private static int ordinalEnd(String text, int at) {
        return text.startsWith("th", at)
                        || text.startsWith("st", at)
                        || text.startsWith("nd", at)
                        || text.startsWith("rd", at)
                ? at + 2
                : at;
    }

    private static int monthEnd(String text, int at) {
        int end = at;
        while (end - at <= LONGEST_MONTH && Character.isLetter(Chars.at(text, end))) {
            end++;
        }
        boolean month = end - at >= 3
                && end - at <= LONGEST_MONTH
                && MONTHS.contains(text.substring(at, at + 3).toLowerCase(Locale.ROOT));
        return month ? end : -1;
    }

    /** After four digits behind a blank, a comma or both. */
    private static int yearEnd(String text, int at) {
        int from = at;
        while (from - at < 2 && (Chars.at(text, from) == ' ' || Chars.at(text, from) == ',') && from < text.length()) {
            from++;
        }
        int end = digitsEnd(text, from);
        return end - from == 4 ? end : -1;
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i - from < 5 && Chars.isDigit(Chars.at(text, i))) {
            i++;
        }
        return i;
    }
}
