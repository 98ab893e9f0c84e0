package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A text as the filters for web pages look at it: words between white space, lines that are not blank. Every figure takes one
 * pass.
 */
final class WebText {
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern LINE_ENDS = Pattern.compile("\\R+");
    private static final int SHORT_LINE = 30;
    private static final String SENTENCE_ENDS = ".?!\"'\u201d\u3002\uff1f\uff01";

    private final List<String> words;
    private final List<String> lines;
    private final long lineChars;

    private WebText(List<String> words, List<String> lines) {
        this.words = words;
        this.lines = lines;
        this.lineChars = lines.stream().mapToLong(String::length).sum();
    }

    static WebText of(String text) {
        return new WebText(parts(SPACES, text), parts(LINE_ENDS, text));
    }

    private static List<String> parts(Pattern between, String text) {
        return between.splitAsStream(text)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    double words() {
        return words.size();
    }

    double meanWordLength() {
        return ratio(wordChars(), words.size());
    }

    /** Hash signs and ellipses for each word. */
    double symbolsPerWord() {
        long symbols = words.stream()
                .mapToLong(word ->
                        word.chars().filter(c -> c == '#' || c == '\u2026').count() + (word.contains("...") ? 1 : 0))
                .sum();
        return ratio(symbols, words.size());
    }

    /** Share of words with a letter. */
    double wordsWithLetters() {
        return share(words, word -> word.chars().anyMatch(Character::isLetter));
    }

    /** How many of these lower-case words there are, each counted once. */
    double distinct(Set<String> wanted) {
        Set<String> found = new HashSet<>();
        for (String word : words) {
            String lower = LowerCase.of(word);
            if (wanted.contains(lower)) {
                found.add(lower);
            }
        }
        return found.size();
    }

    double bulletLines() {
        return share(lines, line -> line.startsWith("\u2022") || line.startsWith("-") || line.startsWith("*"));
    }

    double ellipsisLines() {
        return share(lines, line -> line.endsWith("...") || line.endsWith("\u2026"));
    }

    /** Share of lines that end as a sentence does. */
    double endedLines() {
        return share(lines, line -> SENTENCE_ENDS.indexOf(line.charAt(line.length() - 1)) >= 0);
    }

    double shortLines() {
        return share(lines, line -> line.length() <= SHORT_LINE);
    }

    double linesPerWord() {
        return ratio(Math.max(0, lines.size() - 1), words.size());
    }

    /** Share of lines that were there before. */
    double duplicateLines() {
        return ratio(repeatedLines().size(), lines.size());
    }

    /** Share of characters in such lines. */
    double duplicateLineChars() {
        return ratio(repeatedLines().stream().mapToLong(String::length).sum(), lineChars);
    }

    private List<String> repeatedLines() {
        Set<String> seen = new HashSet<>();
        List<String> repeated = new ArrayList<>();
        for (String line : lines) {
            if (!seen.add(line)) {
                repeated.add(line);
            }
        }
        return repeated;
    }

    /** Share of the words' characters that the most frequent run of so many words covers; 0 where none comes twice. */
    double topGramChars(int size) {
        Map<List<String>, Integer> counts = new HashMap<>();
        List<String> top = List.of();
        int most = 1;
        for (int i = 0; i + size <= words.size(); i++) {
            List<String> gram = words.subList(i, i + size);
            int count = counts.merge(gram, 1, Integer::sum);
            if (count > most) {
                most = count;
                top = gram;
            }
        }
        return ratio((long) most * chars(top), wordChars());
    }

    /** Share of the words' characters in runs of so many words that were there before, none counted twice. */
    double duplicateGramChars(int size) {
        Set<List<String>> seen = new HashSet<>();
        long repeated = 0;
        int next = 0;
        for (int i = 0; i + size <= words.size(); i++) {
            List<String> gram = words.subList(i, i + size);
            if (!seen.add(gram) && i >= next) {
                repeated += chars(gram);
                next = i + size;
            }
        }
        return ratio(repeated, wordChars());
    }

    private long wordChars() {
        return chars(words);
    }

    private static long chars(List<String> words) {
        return words.stream().mapToLong(String::length).sum();
    }

    private static double share(List<String> all, Predicate<String> condition) {
        return ratio(all.stream().filter(condition).count(), all.size());
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
