package dev.millrace.curation.rules.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names of a list: whole in any letter case, or one part of them with a capital letter. Linear in the text. */
public final class NameDictionary implements NameFinder {
    private final NameDetector names;

    private NameDictionary(Collection<String> names) {
        this.names = new NameDetector(names);
    }

    /** Finds the names of a list, which may be long; nothing where it is empty. */
    public static NameFinder of(Collection<String> names) {
        return names.isEmpty() ? NameFinder.NONE : new NameDictionary(names);
    }

    @Override
    public List<Name> names(String text) {
        List<Name> found = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int end = Chars.wordEnd(text, i);
            Span span = end > i && names.mayBegin(WordFilter.hash(text, i, end)) ? names.detect(text, i) : null;
            if (span != null) {
                found.add(new Name(i, span.end(), span.identity()));
            }
            i = Math.max(i + 1, span == null ? end : span.end());
        }
        return found;
    }
}
