package dev.millrace.curation.rules.redaction;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that people give themselves or call each other: behind a salutation, below a closing formula, behind "my name is". Only
 * words with a capital letter count, and none that greet nobody in particular.
 */
public final class PersonNames {
    private static final List<String> SALUTATIONS =
            List.of("dear ", "hi ", "hello ", "hey ", "good morning ", "good afternoon ", "good evening ");
    private static final List<String> CLOSINGS = List.of(
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
    private static final String OWN = "my name is ";
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
    private static final int LONGEST_LINE = 200;

    private PersonNames() {}

    /** The names in the texts of one conversation. */
    public static Set<String> in(Collection<String> texts) {
        Set<String> names = new TreeSet<>();
        for (String text : texts) {
            boolean closed = false;
            for (String line : (Iterable<String>) text.lines()::iterator) {
                String stripped = line.strip();
                if (!stripped.isEmpty()) {
                    if (closed) {
                        add(names, signature(stripped));
                    }
                    closed = isClosing(stripped);
                    take(stripped, names);
                }
            }
        }
        return names;
    }

    private static void take(String line, Set<String> names) {
        String lower = line.substring(0, Math.min(line.length(), LONGEST_LINE)).toLowerCase(Locale.ROOT);
        for (String salutation : SALUTATIONS) {
            if (lower.startsWith(salutation)) {
                add(names, name(line, salutation.length()));
            }
        }
        int own = lower.indexOf(OWN);
        if (own >= 0) {
            add(names, name(line, own + OWN.length()));
        }
        int comma = lower.lastIndexOf(',');
        if (comma > 0 && isClosing(lower.substring(lastSentence(lower, comma), comma))) {
            add(names, signature(line.substring(comma + 1).strip()));
        }
    }

    private static int lastSentence(String line, int before) {
        int start = before;
        while (start > 0 && ".!?".indexOf(line.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    private static boolean isClosing(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        int end = words.length();
        while (end > 0 && !Character.isLetter(words.charAt(end - 1))) {
            end--;
        }
        return CLOSINGS.contains(words.substring(0, end));
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
            String lower = word.toLowerCase(Locale.ROOT);
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
