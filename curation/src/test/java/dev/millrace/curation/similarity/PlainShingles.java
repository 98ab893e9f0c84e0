package dev.millrace.curation.similarity;

import dev.millrace.schemas.event.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Likeness worked out in another way, for checks: runs of words as strings, numbered by a dictionary, no hashes. */
public final class PlainShingles {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

    private final Map<String, Integer> dictionary = new HashMap<>();
    private int next;

    /** Every run of so many words, or all of them if they are fewer. */
    public static Set<String> runs(String text, int length) {
        String words = BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        int[] ends = IntStream.rangeClosed(0, words.length())
                .filter(i -> i == words.length() || words.charAt(i) == ' ')
                .toArray();
        int size = Math.min(length, ends.length);
        Set<String> runs = new HashSet<>();
        for (int i = 0; !words.isEmpty() && i + size <= ends.length; i++) {
            runs.add(words.substring(i == 0 ? 0 : ends[i - 1] + 1, ends[i + size - 1]));
        }
        return runs;
    }

    /** Numbers of the shingles of all messages, ascending. */
    public int[] of(List<Message> messages) {
        String text = messages.stream().map(Message::getContent).collect(Collectors.joining(" "));
        return runs(text, ShingleSet.WORDS).stream()
                .mapToInt(run -> dictionary.computeIfAbsent(run, unknown -> next()))
                .sorted()
                .toArray();
    }

    private int next() {
        return next++;
    }

    public static double jaccard(int[] one, int[] other) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            if (one[i] == other[j]) {
                common++;
                i++;
                j++;
            } else if (one[i] < other[j]) {
                i++;
            } else {
                j++;
            }
        }
        int union = one.length + other.length - common;
        return union == 0 ? 0 : (double) common / union;
    }

    /** Whether two are as alike as this; the sizes alone tell most that are not. */
    public static boolean alike(int[] one, int[] other, double minJaccard) {
        int smaller = Math.min(one.length, other.length);
        int larger = Math.max(one.length, other.length);
        return smaller >= minJaccard * larger && jaccard(one, other) >= minJaccard;
    }
}
