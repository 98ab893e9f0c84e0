package dev.millrace.curation.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The quality and repetition rules of Gopher's MassiveText for web pages, with their published thresholds (Rae et al., 2021,
 * table A1), over all that customer and agent wrote.
 */
final class GopherRules {

    private static final Set<String> STOP_WORDS = Set.of("the", "be", "to", "of", "and", "that", "have", "with");

    static final List<Rule> ALL = List.of(
            judged -> between(judged, RejectionReason.WORD_COUNT, "words", WebText::words, 50, 100_000),
            judged -> between(judged, RejectionReason.WORD_LENGTH, "wordLength", WebText::meanWordLength, 3, 10),
            judged -> atMost(judged, RejectionReason.SYMBOLS, "symbolsPerWord", WebText::symbolsPerWord, 0.1),
            judged -> between(judged, RejectionReason.NON_TEXT, "wordsWithLetters", WebText::wordsWithLetters, 0.8, 1),
            judged -> between(
                    judged,
                    RejectionReason.STOP_WORDS,
                    "stopWords",
                    text -> text.distinct(STOP_WORDS),
                    2,
                    STOP_WORDS.size()),
            judged -> atMost(judged, RejectionReason.LINES, "bulletLines", WebText::bulletLines, 0.9),
            judged -> atMost(judged, RejectionReason.LINES, "ellipsisLines", WebText::ellipsisLines, 0.3),
            judged -> atMost(judged, RejectionReason.REPETITION, "duplicateLines", WebText::duplicateLines, 0.3),
            judged ->
                    atMost(judged, RejectionReason.REPETITION, "duplicateLineChars", WebText::duplicateLineChars, 0.2),
            judged -> topGram(judged, 2, 0.20),
            judged -> topGram(judged, 3, 0.18),
            judged -> topGram(judged, 4, 0.16),
            judged -> duplicateGrams(judged, 5, 0.15),
            judged -> duplicateGrams(judged, 6, 0.14),
            judged -> duplicateGrams(judged, 7, 0.13),
            judged -> duplicateGrams(judged, 8, 0.12),
            judged -> duplicateGrams(judged, 9, 0.11),
            judged -> duplicateGrams(judged, 10, 0.10));

    private GopherRules() {}

    /** A figure of a text. */
    interface Figure {
        double of(WebText text);
    }

    private static Optional<Rule.Broken> topGram(Judged judged, int size, double most) {
        return atMost(judged, RejectionReason.REPETITION, "top" + size + "Gram", text -> text.topGramChars(size), most);
    }

    private static Optional<Rule.Broken> duplicateGrams(Judged judged, int size, double most) {
        return atMost(
                judged,
                RejectionReason.REPETITION,
                "duplicate" + size + "Grams",
                text -> text.duplicateGramChars(size),
                most);
    }

    static Optional<Rule.Broken> atMost(
            Judged judged, RejectionReason reason, String name, Figure figure, double most) {
        return between(judged, reason, name, figure, 0, most);
    }

    private static Optional<Rule.Broken> between(
            Judged judged, RejectionReason reason, String name, Figure figure, double least, double most) {
        double value = figure.of(judged.webText());
        return Rule.unless(value >= least && value <= most, reason, Map.of(name, value));
    }
}
