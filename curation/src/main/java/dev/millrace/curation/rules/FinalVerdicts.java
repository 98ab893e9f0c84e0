package dev.millrace.curation.rules;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts on conversations as they stand, made of what the topics of examples and rejections hold.
 *
 * <p>A conversation with an example is accepted. Of the others the rejection with the highest revision counts; one of an
 * event that came too late only where there is nothing else. Records of a topic must come in its order. Not thread-safe.
 */
public final class FinalVerdicts {
    private final Map<String, Example> examples = new HashMap<>();
    private final Map<String, Rejection> rejections = new HashMap<>();

    /** Takes a record of the examples topic; null is a tombstone. */
    public void example(String key, @Nullable Example example) {
        if (example == null) {
            examples.remove(key);
        } else {
            examples.put(key, example);
        }
    }

    /** Takes a record of the rejections topic. */
    public void rejection(String key, Rejection rejection) {
        rejections.merge(key, rejection, (before, now) -> now.getRevision() >= before.getRevision() ? now : before);
    }

    /** The examples of the accepted conversations. */
    public Collection<Example> accepted() {
        return examples.values();
    }

    /** Why each of the other conversations is not used. */
    public Collection<Rejection> rejected() {
        return rejections.values().stream()
                .filter(rejection -> !examples.containsKey(exampleKey(rejection)))
                .toList();
    }

    /** Conversations by reason. */
    public Map<String, Long> rejectedByReason() {
        Map<String, Long> counts = new TreeMap<>();
        rejected().forEach(rejection -> counts.merge(rejection.getReason(), 1L, Long::sum));
        return counts;
    }

    private static String exampleKey(Rejection rejection) {
        String id = Examples.id(rejection.getDomain(), rejection.getSource(), rejection.getConversationId());
        return Keys.inDomain(rejection.getDomain(), id);
    }
}
