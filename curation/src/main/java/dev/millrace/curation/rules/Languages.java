package dev.millrace.curation.rules;

import com.optimaize.langdetect.ngram.NgramExtractor;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tells the language of a text by its letter n-grams, with the 71 profiles of the optimaize library and by its algorithm: naive Bayes
 * over n-grams drawn at random, from the same seed for every text, until one language stands out; the mean of seven such trials. A short
 * text is taken n-gram by n-gram.
 *
 * <p>The answers are the library's; its own tables, which take most of the time of a look-up to reach, are not used. The profiles are
 * loaded once per JVM, at the first use. Thread-safe. Source: Nakatani, Language Detection Library for Java (2010).
 */
final class Languages {
    /** More text than this hardly changes the answer and costs time in proportion. */
    static final int MAX_CHARS = 200;

    static final String UNDETERMINED = "und";

    private static final int SHORT_TEXT = 50;
    private static final int TRIALS = 7;
    private static final int MOST_DRAWS = 1_000;
    /** Weights are made to sum up to one again after so many draws. */
    private static final int DRAWS = 5;

    private static final double CERTAIN = 0.99999;
    private static final double LEAST = 0.1;
    private static final double SMOOTHING = 0.5;
    private static final double SMOOTHING_WIDTH = 0.05;
    private static final double SMOOTHING_BASE = 10_000;
    private static final int UNKNOWN = -2;

    /**
     * A language and how sure that is.
     *
     * @param code ISO 639-1, or {@link #UNDETERMINED}
     * @param confidence from 0 to 1
     */
    record Detected(String code, double confidence) {}

    private static final class Loaded {
        static final NgramExtractor GRAMS = NgramExtractors.standard();
        static final LanguageProfiles PROFILES = load();
    }

    private Languages() {}

    static Detected detect(String text) {
        String start = text.substring(0, Math.min(MAX_CHARS, text.length()));
        double[] weights = start.length() <= SHORT_TEXT
                ? ofShort(Loaded.GRAMS.extractCountedGrams(start))
                : ofLong(Loaded.GRAMS.extractGrams(start));
        return best(weights);
    }

    private static Detected best(double[] weights) {
        int best = IntStream.range(0, weights.length)
                .filter(language -> weights[language] >= LEAST)
                .reduce(-1, (one, other) -> one < 0 || weights[other] > weights[one] ? other : one);
        return best < 0 ? new Detected(UNDETERMINED, 0) : new Detected(Loaded.PROFILES.code(best), weights[best]);
    }

    private static double[] ofShort(Map<String, Integer> grams) {
        double[] weights = grams.isEmpty() ? new double[0] : equal();
        double[] scratch = new double[weights.length];
        for (Map.Entry<String, Integer> gram : grams.entrySet()) {
            int number = Loaded.PROFILES.find(gram.getKey());
            for (int i = 0; number >= 0 && i < gram.getValue(); i++) {
                Loaded.PROFILES.multiply(weights, number, SMOOTHING / SMOOTHING_BASE, scratch);
            }
            if (normalize(weights) > CERTAIN) {
                break;
            }
        }
        normalize(weights);
        return weights;
    }

    private static double[] ofLong(List<String> grams) {
        double[] mean = new double[grams.isEmpty() ? 0 : Loaded.PROFILES.size()];
        int[] numbers = new int[grams.size()];
        Arrays.fill(numbers, UNKNOWN);
        Random random = new Random(0);
        for (int trial = 0; trial < TRIALS && !grams.isEmpty(); trial++) {
            double[] weights = drawn(grams, numbers, random);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weights[i] / TRIALS;
            }
        }
        return mean;
    }

    /** One trial; n-grams that are drawn are looked up once in all trials together. */
    private static double[] drawn(List<String> grams, int[] numbers, Random random) {
        double[] weights = equal();
        double[] scratch = new double[weights.length];
        double more = (SMOOTHING + random.nextGaussian() * SMOOTHING_WIDTH) / SMOOTHING_BASE;
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            int gram = random.nextInt(numbers.length);
            if (numbers[gram] == UNKNOWN) {
                numbers[gram] = Loaded.PROFILES.find(grams.get(gram));
            }
            if (numbers[gram] >= 0) {
                Loaded.PROFILES.multiply(weights, numbers[gram], more, scratch);
            }
            if (draw % DRAWS == 0 && normalize(weights) > CERTAIN) {
                break;
            }
        }
        return weights;
    }

    private static double[] equal() {
        double[] weights = new double[Loaded.PROFILES.size()];
        Arrays.fill(weights, 1.0 / weights.length);
        return weights;
    }

    /** Makes the weights sum up to one; the greatest of them. */
    private static double normalize(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
            most = Math.max(most, weights[i]);
        }
        return most;
    }

    private static LanguageProfiles load() {
        try {
            return LanguageProfiles.of(new LanguageProfileReader().readAllBuiltIn());
        } catch (IOException e) {
            throw new UncheckedIOException("the language profiles cannot be read from the class path", e);
        }
    }
}
