package dev.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Map<String, EventKind<?>> KINDS = Map.of("Ticket", EventKind.TICKETS, "Chat", EventKind.CHATS);
    private static final Set<String> SET_BY_INGEST =
            Set.of("domain", "source", "subjectKnown", "aliases", "receivedAt");

    private static final Path WEBHOOK_SCHEMA = Path.of("../docs/webhook-event.schema.json");

    private final JsonNode document = document();
    private final BatchReader reader = new BatchReader(
            new JsonEventReader(new DraftRules(Clock.fixed(Instant.parse("2026-11-25T00:00:00Z"), ZoneOffset.UTC))),
            1000);

    @Test
    void shouldAcceptEveryExampleWhenItIsSent() throws Exception {
        // When
        List<String> types = new ArrayList<>();
        for (Map.Entry<String, EventKind<?>> kind : KINDS.entrySet()) {
            String path = "/v1/" + kind.getKey().toLowerCase(java.util.Locale.ROOT) + "s";
            for (JsonNode example : examples(path)) {
                types.add(type(
                        kind.getKey(),
                        reader.single(kind.getValue(), bytes(example)).get(0)));
            }
            for (JsonNode example : examples(path + "/batch")) {
                reader.batch(kind.getValue(), bytes(example)).forEach(draft -> types.add(type(kind.getKey(), draft)));
            }
        }

        // Then
        assertThat(types)
                .contains("opened", "replied", "resolved", "reopened", "rated", "redacted", "message", "ended");
    }

    @Test
    void shouldDocumentEveryFieldThatIsReadAndNoOther() {
        KINDS.forEach((prefix, kind) -> {
            // When
            Set<String> envelope = names(schema(prefix + "Event"));

            // Then
            Set<String> expected = fields(kind.topic().schema());
            expected.removeAll(SET_BY_INGEST);
            assertThat(envelope).isEqualTo(expected);
            kind.types().forEach((type, branch) -> {
                Set<String> read = fields(branch);
                read.add("type");
                assertThat(names(schema(branch.getName()))).as(branch.getName()).isEqualTo(read);
                assertThat(schema(branch.getName()).at("/properties/type/const").textValue())
                        .isEqualTo(type);
            });
        });
    }

    @Test
    void shouldDocumentWhatIsRequiredWhenTheSchemaHasNoDefault() {
        KINDS.values().forEach(kind -> kind.types().values().forEach(branch -> {
            // When
            Set<String> required = new TreeSet<>();
            schema(branch.getName()).get("required").forEach(name -> required.add(name.textValue()));

            // Then
            Set<String> expected = branch.getFields().stream()
                    .filter(field -> !field.hasDefaultValue())
                    .map(Schema.Field::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            expected.add("type");
            assertThat(required).as(branch.getName()).isEqualTo(expected);
        }));
    }

    @Test
    void shouldAgreeWithTheSchemaOfGenericWebhooksWhenBothDescribeEvents() throws IOException {
        // Given
        JsonNode webhook = new ObjectMapper().readTree(Files.readAllBytes(WEBHOOK_SCHEMA));

        // When
        Set<String> described = new TreeSet<>();
        webhook.get("$defs").fieldNames().forEachRemaining(described::add);

        // Then
        KINDS.forEach((prefix, kind) -> {
            Set<String> names =
                    kind.types().values().stream().map(Schema::getName).collect(Collectors.toSet());
            names.add(prefix + "Event");
            assertThat(described).containsAll(names);
            names.forEach(name -> assertThat(webhook.get("$defs").get(name).toString())
                    .as(name)
                    .isEqualTo(schema(name).toString().replace("#/components/schemas/", "#/$defs/")));
        });
    }

    private static String type(String prefix, EventDraft draft) {
        return draft.change().getSchema().getName().substring(prefix.length()).toLowerCase(java.util.Locale.ROOT);
    }

    private JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    private List<JsonNode> examples(String path) {
        JsonNode content =
                document.get("paths").get(path).at("/post/requestBody/content").get("application/json");
        List<JsonNode> examples = new ArrayList<>();
        content.get("examples").forEach(example -> examples.add(example.get("value")));
        assertThat(examples).isNotEmpty();
        return examples;
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(names::add);
        assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
        return names;
    }

    private static Set<String> fields(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] bytes(JsonNode node) throws IOException {
        return new ObjectMapper().writeValueAsBytes(node);
    }

    private static JsonNode document() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
