package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps those compared texts in memory that were used last, up to some 32 MB, in front of where they are kept. For one thread. */
final class ComparedTexts implements Function<String, ComparedText> {
    private static final long MOST_SHINGLES = 4L << 20;

    private final Function<String, ComparedText> kept;
    private final Map<String, ComparedText> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long shingles;

    ComparedTexts(Function<String, ComparedText> kept) {
        this.kept = kept;
    }

    @Override
    public ComparedText apply(String exampleId) {
        ComparedText known = recent.get(exampleId);
        if (known != null) {
            return known;
        }
        ComparedText text = kept.apply(exampleId);
        recent.put(exampleId, text);
        shingles += size(text);
        while (shingles > MOST_SHINGLES) {
            shingles -= size(recent.remove(recent.keySet().iterator().next()));
        }
        return text;
    }

    private static int size(ComparedText text) {
        return text.conversation().size()
                + text.questions().size()
                + text.replies().size();
    }
}
