package dev.millrace.curation.rules;

import com.optimaize.langdetect.profiles.LanguageProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which languages an n-gram of up to three characters is how frequent, packed so that a look-up touches little memory: a table of keys, and
 * behind it only the languages that have the n-gram. Immutable.
 */
final class LanguageProfiles {
    private static final int LONGEST = 3;

    private final List<String> codes;
    /** N-grams by open addressing, 0 where there is none. */
    private final long[] keys;
    /** Which n-gram a key is. */
    private final int[] numbers;
    /** Where the languages of an n-gram begin; they end where those of the next one do. */
    private final int[] begins;

    private final int[] languages;
    private final double[] shares;

    /** An n-gram's share of those of its length in one language. */
    private record Share(int language, double share) {}

    private LanguageProfiles(List<String> codes, Map<String, List<Share>> byGram) {
        this.codes = List.copyOf(codes);
        this.keys = new long[4 * Integer.highestOneBit(byGram.size())];
        this.numbers = new int[keys.length];
        this.begins = new int[byGram.size() + 1];
        int entries = byGram.values().stream().mapToInt(List::size).sum();
        this.languages = new int[entries];
        this.shares = new double[entries];
        int number = 0;
        int entry = 0;
        for (Map.Entry<String, List<Share>> gram : byGram.entrySet()) {
            int slot = slot(key(gram.getKey()));
            keys[slot] = key(gram.getKey());
            numbers[slot] = number;
            begins[number++] = entry;
            for (Share share : gram.getValue()) {
                languages[entry] = share.language();
                shares[entry++] = share.share();
            }
        }
        begins[number] = entry;
    }

    static LanguageProfiles of(List<LanguageProfile> profiles) {
        List<String> codes = new ArrayList<>();
        Map<String, List<Share>> byGram = new HashMap<>();
        for (LanguageProfile profile : profiles) {
            for (int length = 1; length <= LONGEST; length++) {
                double all = profile.getNumGramOccurrences(length);
                for (Map.Entry<String, Integer> gram : profile.iterateGrams(length)) {
                    byGram.computeIfAbsent(gram.getKey(), absent -> new ArrayList<>())
                            .add(new Share(codes.size(), gram.getValue() / all));
                }
            }
            codes.add(profile.getLocale().getLanguage());
        }
        return new LanguageProfiles(codes, byGram);
    }

    /** How many languages there are. */
    int size() {
        return codes.size();
    }

    /** ISO 639-1 code of a language. */
    String code(int language) {
        return codes.get(language);
    }

    /** The number of an n-gram, or -1 where no language has it. */
    int find(String gram) {
        if (gram.length() > LONGEST) {
            return -1;
        }
        int slot = slot(key(gram));
        return keys[slot] == 0 ? -1 : numbers[slot];
    }

    /** Multiplies the weight of each language by how frequent an n-gram is in it, and a little more. */
    void multiply(double[] weights, int gram, double more, double[] scratch) {
        int begin = begins[gram];
        int end = begins[gram + 1];
        for (int i = begin; i < end; i++) {
            scratch[i - begin] = weights[languages[i]] * (more + shares[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= more;
        }
        for (int i = begin; i < end; i++) {
            weights[languages[i]] = scratch[i - begin];
        }
    }

    /** Where a key is, or where it would be. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(String gram) {
        long key = 0;
        for (int i = 0; i < gram.length(); i++) {
            key = key << Character.SIZE | gram.charAt(i);
        }
        return key;
    }
}
