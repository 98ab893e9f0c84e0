package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Words that nobody should learn from an agent. */
final class Profanity {

    private Profanity() {}

    /** Share of the words of a text that are on the list; 0 for a text without words. */
    static double share(String text, Collection<String> list) {
        Set<String> profane = new HashSet<>();
        list.forEach(word -> profane.add(LowerCase.of(word)));
        long words = 0;
        long found = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
                continue;
            }
            if (i > start) {
                words++;
                found += profane.contains(LowerCase.of(text.substring(start, i))) ? 1 : 0;
            }
            start = i + 1;
        }
        return words == 0 ? 0 : (double) found / words;
    }
}
