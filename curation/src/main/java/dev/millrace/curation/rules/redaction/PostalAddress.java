package dev.millrace.curation.rules.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of a postal address, by its form: a number and words with capital letters (12 Mill Street; 10115 Berlin), or such words, a
 * number and the word of a street (Hauptstraße 5; Rue de la Paix 12). Good only where an address is to be expected.
 */
final class PostalAddress {
    private static final Pattern BETWEEN = Pattern.compile("[ ,.]+");
    private static final int LONGEST = 80;
    private static final int LONGEST_NUMBER = 6;
    private static final int FEWEST_WORDS = 2;
    private static final Set<String> SMALL =
            Set.of("of", "the", "de", "la", "le", "du", "des", "del", "von", "der", "am", "an");
    private static final List<String> STREETS = List.of(
            "street", "road", "lane", "avenue", "strasse", "stra\u00dfe", "weg", "platz", "gasse", "straat", "laan");
    private static final Set<String> STREET_WORDS =
            Set.of("rue", "via", "calle", "rua", "allee", "str", "st", "rd", "ave");

    private PostalAddress() {}

    /** The line, if it is one; else nothing. */
    static String in(String line) {
        if (line.length() > LONGEST) {
            return "";
        }
        List<String> words = BETWEEN.splitAsStream(line).toList();
        int numbers = 0;
        boolean street = false;
        for (String word : words) {
            boolean figure = isNumber(word);
            numbers += figure ? 1 : 0;
            street |= isStreet(word.toLowerCase(Locale.ROOT));
            if (!figure && !isNamed(word)) {
                return "";
            }
        }
        boolean both = words.size() >= FEWEST_WORDS && numbers > 0 && numbers < words.size();
        return both && (isNumber(words.get(0)) || street) ? line : "";
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() <= LONGEST_NUMBER && Chars.isDigit(word.charAt(0));
    }

    private static boolean isNamed(String word) {
        return !word.isEmpty() && (Character.isUpperCase(word.charAt(0)) || SMALL.contains(word));
    }

    private static boolean isStreet(String word) {
        return STREET_WORDS.contains(word) || STREETS.stream().anyMatch(word::endsWith);
    }
}
