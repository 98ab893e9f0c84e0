package dev.millrace.curation.rules;

import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;

/**
 * Tells the language of a text by its letter n-grams, with the 71 profiles of the optimaize library.
 *
 * <p>The profiles are loaded once per JVM, at the first use. Thread-safe.
 */
final class Languages {
    /** More text than this hardly changes the answer and costs time in proportion. */
    static final int MAX_CHARS = 200;

    static final String UNDETERMINED = "und";

    /**
     * A language and how sure that is.
     *
     * @param code ISO 639-1, or {@link #UNDETERMINED}
     * @param confidence from 0 to 1
     */
    record Detected(String code, double confidence) {}

    private static final class Loaded {
        static final LanguageDetector DETECTOR = load();
    }

    private Languages() {}

    static Detected detect(String text) {
        String start = text.substring(0, Math.min(MAX_CHARS, text.length()));
        return Loaded.DETECTOR.getProbabilities(start).stream()
                .max(Comparator.comparingDouble(language -> language.getProbability()))
                .map(best -> new Detected(best.getLocale().getLanguage(), best.getProbability()))
                .orElse(new Detected(UNDETERMINED, 0));
    }

    private static LanguageDetector load() {
        try {
            return LanguageDetectorBuilder.create(NgramExtractors.standard())
                    .withProfiles(new LanguageProfileReader().readAllBuiltIn())
                    .seed(0)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("the language profiles cannot be read from the class path", e);
        }
    }
}
