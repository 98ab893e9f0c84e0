package dev.millrace.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.config.TopicSourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Mappings of YAML as a user writes it, and what they make of JSON. */
final class TestMappings {
    static final long TIMESTAMP = 1_732_440_661_000L;
    static final byte[] KEY = "{\"id\":5002}".getBytes(UTF_8);

    private TestMappings() {}

    static Map<String, TopicSourceConfig> configured(String yaml) {
        try {
            Path file = Files.createTempFile("topic-sources", ".yaml");
            try {
                Files.writeString(file, yaml);
                return MillraceConfig.load(Optional.of(file), Map.of()).topicSources();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, TopicMapping> of(String yaml) {
        Map<String, TopicMapping> mappings = new LinkedHashMap<>();
        JsonEventReader reader = new JsonEventReader(new DraftRules(Clock.systemUTC()));
        configured(yaml).forEach((name, config) -> mappings.put(name, TopicMappings.of(name, config, reader)));
        return mappings;
    }

    /** The only mapping of a configuration. */
    static TopicMapping single(String yaml) {
        return of(yaml).values().iterator().next();
    }

    static Mapped read(TopicMapping mapping, String json) throws UnmappableException {
        try (JsonDecoder decoder = new JsonDecoder()) {
            ObjectNode around = JsonNodeFactory.instance.objectNode().put("timestamp", TIMESTAMP);
            around.set("key", decoder.decodeKey("t", KEY));
            return mapping.read(decoder.decode("t", json.getBytes(UTF_8)), around, KEY);
        }
    }

    /** One line that says what an event says; ids that are hashes end in an ellipsis. */
    static String told(EventDraft draft) {
        return "%s of %s at %s by %s: %s %s"
                .formatted(
                        draft.eventId().replaceFirst("-[0-9a-f]{64}$", "-…"),
                        draft.conversationId(),
                        draft.occurredAt(),
                        draft.subject() == null ? "nobody" : draft.subject(),
                        draft.change().getSchema().getName(),
                        draft.change());
    }
}
