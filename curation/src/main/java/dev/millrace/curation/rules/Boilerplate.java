package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import java.util.List;

/** Sentences that say nothing about the matter. */
final class Boilerplate {

    private Boilerplate() {}

    /** Share of the characters of a text that stand in sentences which hold one of the phrases; 0 for an empty text. */
    static double share(String text, List<String> phrases) {
        List<String> wanted = phrases.stream().map(LowerCase::of).toList();
        String lower = LowerCase.of(text);
        long all = 0;
        long canned = 0;
        int start = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || endsSentence(lower.charAt(i))) {
                String sentence = lower.substring(start, i).strip();
                all += sentence.length();
                canned += wanted.stream().anyMatch(sentence::contains) ? sentence.length() : 0;
                start = i + 1;
            }
        }
        return all == 0 ? 0 : (double) canned / all;
    }

    private static boolean endsSentence(char c) {
        return c == '.' || c == '!' || c == '?' || c == '\n';
    }
}
