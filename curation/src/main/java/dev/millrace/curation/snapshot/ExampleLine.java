package dev.millrace.curation.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines of snapshot files: JSON with its keys in a fixed order, ended by a line feed.
 *
 * <p>Holds nothing that depends on when or in which order events came: no revision, no offsets.
 */
final class ExampleLine {
    private static final JsonFactory JSON = new JsonFactory();

    /** A Jaccard is written with four decimals, never more than it is. */
    private static final double DECIMALS = 1e4;

    private ExampleLine() {}

    /** As TRL, Axolotl and LLaMA-Factory read it: {@code {"id", "subject", "tags", "messages": [{"role", "content"}]}}. */
    static byte[] of(Example example) {
        return of(example.getExampleId(), Candidate.subject(example), example.getTags(), null, example.getMessages());
    }

    /** The same with {@code "task"} before the messages. */
    static byte[] ofTask(Example example, Task task, List<Message> messages) {
        String id = example.getExampleId() + "-" + task.code();
        return of(id, Candidate.subject(example), example.getTags(), task.code(), messages);
    }

    /** The same of text that nobody's conversation is. */
    static byte[] ofGeneral(String id, List<Message> messages) {
        return of(id, SnapshotLine.GENERAL, List.of(), SnapshotLine.GENERAL, messages);
    }

    private static byte[] of(
            String id, String subject, List<String> tags, @Nullable String task, List<Message> messages) {
        return line(json -> {
            json.writeStringField("id", id);
            json.writeStringField("subject", subject);
            json.writeArrayFieldStart("tags");
            for (String tag : tags) {
                json.writeString(tag);
            }
            json.writeEndArray();
            if (task != null) {
                json.writeStringField("task", task);
            }
            json.writeArrayFieldStart("messages");
            for (Message message : messages) {
                json.writeStartObject();
                json.writeStringField("role", message.getRole().name().toLowerCase(Locale.ROOT));
                json.writeStringField("content", message.getContent());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** A line of excluded.jsonl.gz: {@code {"id", "reason"}}, and where another example decided, {@code "of"} and {@code "jaccard"}. */
    static byte[] ofExcluded(String id, Exclusion exclusion) {
        return line(json -> {
            json.writeStringField("id", id);
            json.writeStringField("reason", exclusion.reason().code());
            if (exclusion.of() != null) {
                json.writeStringField("of", exclusion.of());
            }
            Double jaccard = exclusion.jaccard();
            if (jaccard != null) {
                json.writeNumberField("jaccard", Math.floor(jaccard * DECIMALS) / DECIMALS);
            }
        });
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
