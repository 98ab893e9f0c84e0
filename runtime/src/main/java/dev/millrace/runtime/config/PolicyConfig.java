package dev.millrace.runtime.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Doc("What makes a conversation an example. A changed policy judges the retained conversations anew.")
public record PolicyConfig(
        @Doc("Raise it to have everything judged again though nothing else changed.")
        int version,

        @Doc("ISO 639-1 codes of the languages to keep; empty keeps all.")
        List<String> languages,

        @Doc("Texts shorter than this are too short to tell their language, and pass.")
        int languageMinChars,

        @Doc("Surest language below this passes too.") double languageMinConfidence,

        @Doc("Lowest rating to keep, from 1 to 5; unrated conversations pass.")
        int minRating,

        @Doc("How a conversation must have ended: `resolved`, `ended` or `inactive`.")
        List<String> acceptOutcomes,

        @Doc("Fewest characters of the customer's first message.")
        int minQuestionChars,

        @Doc("Fewest characters of an answer.") int minAnswerChars,
        @Doc("Most characters of all messages together.") int maxChars,
        @Doc("Most messages.") int maxMessages,

        @Doc("What the texts must be like otherwise.") QualityConfig quality,

        @Doc("Instruction put before each example; empty for none.") @Nullable
        String systemPrompt,

        @Doc("Whether a ticket's title begins its first message.")
        boolean includeTitle,

        @Doc("Country whose phone numbers may stand without a country code.")
        String phoneRegion,

        @Doc("What is replaced by placeholders.") RedactionConfig redaction,

        @Doc("Most examples of one customer in a snapshot; 0 for no limit.")
        int maxExamplesPerSubject,

        @Doc("Most examples of one tag in a snapshot; 0 for no limit.")
        int maxExamplesPerTag,

        @Doc("How alike the examples of a snapshot may be, and what they may not be like.")
        SimilarityConfig similarity) {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");
    private static final Pattern OUTCOME = Pattern.compile("resolved|ended|inactive");

    public static final PolicyConfig DEFAULTS = new PolicyConfig(
            1,
            List.of("en"),
            40,
            0.9,
            3,
            List.of("resolved", "ended"),
            3,
            20,
            12_000,
            60,
            QualityConfig.DEFAULTS,
            null,
            true,
            "US",
            RedactionConfig.DEFAULTS,
            0,
            0,
            SimilarityConfig.DEFAULTS);

    public PolicyConfig {
        languages = List.copyOf(languages);
        acceptOutcomes = List.copyOf(acceptOutcomes);
        Check.atLeast("version", version, 1);
        languages.forEach(code -> Check.matches("languages", code, LANGUAGE, "two-letter codes such as en"));
        Check.atLeast("languageMinChars", languageMinChars, 0);
        Check.within("languageMinConfidence", languageMinConfidence, 0, 1);
        Check.range("minRating", minRating, 1, 5);
        Check.notEmpty("acceptOutcomes", acceptOutcomes);
        acceptOutcomes.forEach(it -> Check.matches("acceptOutcomes", it, OUTCOME, "resolved, ended or inactive"));
        Check.atLeast("minQuestionChars", minQuestionChars, 1);
        Check.atLeast("minAnswerChars", minAnswerChars, 1);
        Check.atLeast("maxChars", maxChars, minQuestionChars + minAnswerChars);
        Check.atLeast("maxMessages", maxMessages, 2);
        Check.matches("phoneRegion", phoneRegion, REGION, "a two-letter country code such as US");
        Check.atLeast("maxExamplesPerSubject", maxExamplesPerSubject, 0);
        Check.atLeast("maxExamplesPerTag", maxExamplesPerTag, 0);
    }

    /** Canonical JSON, as manifests carry it. */
    public String toJson() {
        return CanonicalJson.of(this);
    }

    /** SHA-256 of {@link #toJson()}. */
    public String hash() {
        return CanonicalJson.sha256(this);
    }
}
