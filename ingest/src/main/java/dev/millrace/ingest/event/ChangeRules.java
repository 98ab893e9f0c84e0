package dev.millrace.ingest.event;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Limits on what an event may say, by the name of the field; a field without a limit is a mistake in this class. */
final class ChangeRules {
    static final int MAX_TAGS = 50;
    static final TextRule ID = TextRule.word(1_000);
    private static final TextRule TAG = TextRule.word(100);
    private static final Map<String, TextRule> TEXTS = Map.of(
            "title", TextRule.line(1_000),
            "body", TextRule.MESSAGE,
            "text", TextRule.MESSAGE,
            "customerName", TextRule.line(200),
            "authorName", TextRule.line(200),
            "customerEmail", TextRule.line(320),
            "reason", TextRule.line(1_000),
            "messageId", ID);

    private ChangeRules() {}

    /** @param path where the record stands in the event, such as {@code event} */
    static void check(SpecificRecord change, String path, Problems problems) {
        for (Schema.Field field : change.getSchema().getFields()) {
            check(field.name(), change.get(field.pos()), path + "." + field.name(), problems);
        }
    }

    /** Checks one field; null is not judged here. */
    static void check(String name, @Nullable Object value, String path, Problems problems) {
        if (value instanceof String text) {
            rule(name).check(text, path, problems);
        } else if (value instanceof List<?> tags) {
            checkTags(tags, path, problems);
        } else if (value instanceof Integer rating) {
            checkRating(rating, path, problems);
        } else if (value instanceof Enum<?> author && author.name().equals("UNKNOWN")) {
            problems.add(path, "is not known; expected customer, agent, bot or system");
        }
    }

    private static TextRule rule(String name) {
        TextRule rule = TEXTS.get(name);
        if (rule == null) {
            throw new IllegalStateException("the field " + name + " has no limit; give it one in ChangeRules");
        }
        return rule;
    }

    private static void checkTags(List<?> tags, String path, Problems problems) {
        if (tags.size() > MAX_TAGS) {
            problems.add(path, "holds " + tags.size() + " entries; expected at most " + MAX_TAGS);
            return;
        }
        for (int i = 0; i < tags.size(); i++) {
            TAG.check((String) tags.get(i), path + "[" + i + "]", problems);
        }
    }

    private static void checkRating(int rating, String path, Problems problems) {
        if (rating < 1 || rating > 5) {
            problems.add(path, "is " + rating + "; expected 1 (worst) to 5 (best)");
        }
    }
}
