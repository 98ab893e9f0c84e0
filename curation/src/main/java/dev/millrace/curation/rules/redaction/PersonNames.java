package dev.millrace.curation.rules.redaction;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names and addresses that people give themselves or call each other: behind a salutation, below a closing formula, behind "my name is". Only
 * words with a capital letter count, and none that greet nobody in particular.
 */
public final class PersonNames {
    private static final List<String> SALUTATIONS =
            List.of("dear ", "hi ", "hello ", "hey ", "good morning ", "good afternoon ", "good evening ");
    private static final Set<String> CLOSINGS = Set.of(
            "regards",
            "best regards",
            "kind regards",
            "warm regards",
            "many thanks",
            "thanks",
            "thank you",
            "best",
            "best wishes",
            "sincerely",
            "yours sincerely",
            "sincerely yours",
            "yours truly",
            "yours faithfully",
            "cheers",
            "respectfully");
    private static final String MY = "my ";
    private static final Set<String> TITLES =
            Set.of("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "madam");
    private static final Set<String> NOBODY = Set.of(
            "there",
            "all",
            "team",
            "everyone",
            "everybody",
            "customer",
            "customers",
            "friend",
            "friends",
            "support",
            "again",
            "folks",
            "valued",
            "guest",
            "user",
            "client",
            "member",
            "agent",
            "service",
            "help",
            "hr",
            "manager",
            "department",
            "whom",
            "it",
            "to",
            "and",
            "the",
            "a",
            "an",
            "i",
            "we",
            "you",
            "sales",
            "billing",
            "staff",
            "guys",
            "ladies");
    private static final int MOST_WORDS = 4;
    private static final int LINES_OF_A_SIGNATURE = 5;
    private static final int NOWHERE = LINES_OF_A_SIGNATURE;
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_CLOSING = 20;

    private PersonNames() {}

    /** The names in the texts of one conversation. */
    public static Set<String> in(Collection<String> texts) {
        Set<String> names = new TreeSet<>();
        for (String text : texts) {
            int below = NOWHERE; // lines since a closing formula
            int from = 0;
            while (from < text.length()) {
                int end = text.indexOf('\n', from);
                end = end < 0 ? text.length() : end;
                String line = text.substring(from, end).strip();
                if (!line.isEmpty()) {
                    below++;
                    if (below <= LINES_OF_A_SIGNATURE) {
                        add(names, below == 1 ? signature(line) : PostalAddress.in(line));
                    }
                    below = isClosing(line) ? 0 : below;
                    take(line, names);
                }
                from = end + 1;
            }
        }
        return names;
    }

    private static void take(String line, Set<String> names) {
        if ("dhgDHG".indexOf(line.charAt(0)) >= 0) {
            SALUTATIONS.stream()
                    .filter(salutation -> startsWith(line, 0, salutation))
                    .forEach(salutation -> add(names, name(line, salutation.length())));
        }
        takeOwn(line, "name is ", names);
        takeOwn(line, "NAME IS ", names);
        int comma = line.lastIndexOf(',', LONGEST_LINE);
        int sentence = comma > 0 ? lastSentence(line, comma) : comma;
        if (comma > sentence && isClosing(line.substring(sentence, comma))) {
            add(names, signature(line.substring(comma + 1).strip()));
        }
    }

    private static void takeOwn(String line, String words, Set<String> names) {
        int at = line.indexOf(words);
        if (at >= MY.length() && startsWith(line, at - MY.length(), MY)) {
            add(names, name(line, at + words.length()));
        }
    }

    private static boolean startsWith(String line, int at, String words) {
        return line.regionMatches(true, at, words, 0, words.length());
    }

    /** Where the sentence begins that ends at an index, or that a closing formula might fill. */
    private static int lastSentence(String line, int before) {
        int start = before;
        while (start > 0 && before - start <= LONGEST_CLOSING && ".!?".indexOf(line.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    private static boolean isClosing(String text) {
        String line = text.strip();
        int end = line.length();
        while (end > 0 && !Character.isLetter(line.charAt(end - 1))) {
            end--;
        }
        return end <= LONGEST_CLOSING && CLOSINGS.contains(LowerCase.of(line.substring(0, end)));
    }

    private static void add(Set<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
        }
    }

    /** A line that is a name and nothing else. */
    private static String signature(String line) {
        String name = name(line, 0);
        int rest = line.indexOf(name) + name.length();
        return !name.isEmpty() && line.substring(rest).chars().noneMatch(Character::isLetterOrDigit) ? name : "";
    }

    /** The words with capital letters from an index on, titles left out; empty where there is none. */
    private static String name(String line, int from) {
        StringBuilder name = new StringBuilder();
        int words = 0;
        int i = from;
        while (words < MOST_WORDS) {
            int end = wordEnd(line, i);
            String word = line.substring(i, end);
            String lower = LowerCase.of(word);
            if (word.isEmpty() || !Character.isUpperCase(word.charAt(0)) || NOBODY.contains(lower)) {
                break;
            }
            int next = end < line.length() && line.charAt(end) == '.' ? end + 1 : end;
            if (!TITLES.contains(lower)) {
                name.append(name.length() == 0 ? "" : " ").append(word);
                words++;
            }
            if (Chars.at(line, next) != ' ' || next >= line.length()) {
                break;
            }
            i = next + 1;
        }
        return name.length() < 2 ? "" : name.toString();
    }

    private static int wordEnd(String line, int from) {
        int i = from;
        while (i < line.length() && (Character.isLetter(line.charAt(i)) || "'\u2019-".indexOf(line.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }
}
