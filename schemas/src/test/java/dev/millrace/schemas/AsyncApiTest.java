package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/asyncapi.yaml} true to the catalogue. */
class AsyncApiTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path DOCUMENT = Path.of("../docs/asyncapi.yaml");
    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

    @Test
    void shouldDescribeEveryTopicWhenTheDocumentIsRead() throws IOException {
        String expected = yaml.writeValueAsString(document());
        Path generated = Files.createDirectories(Path.of("target")).resolve("asyncapi.yaml");
        Files.writeString(generated, expected);

        assertThat(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "")
                .as(
                        "docs/asyncapi.yaml against the catalogue; copy schemas/target/asyncapi.yaml if the change is meant")
                .isEqualTo(expected);
    }

    private static Map<String, Object> document() {
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Topics.all().forEach(topic -> channels.put(topic.name(), channel(topic)));
        Topics.all()
                .forEach(topic -> operations.put(
                        "receive-" + topic.name(),
                        ordered("action", "receive", "channel", ordered("$ref", "#/channels/" + topic.name()))));
        return ordered(
                "asyncapi",
                "3.0.0",
                "info",
                ordered(
                        "title", "Millrace topics",
                        "version", "1",
                        "description",
                                "Generated from the topic catalogue. Values are Avro in Confluent's wire format."),
                "defaultContentType",
                "application/avro",
                "channels",
                channels,
                "operations",
                operations);
    }

    private static Map<String, Object> channel(Topic<?> topic) {
        return ordered(
                "address", topic.name(),
                "description", topic.schema().getDoc(),
                "bindings", ordered("kafka", ordered("topicConfiguration", configuration(topic))),
                "messages", ordered(topic.value().getSimpleName(), message(topic)));
    }

    private static Map<String, Object> configuration(Topic<?> topic) {
        Map<String, Object> configuration =
                new LinkedHashMap<>(topic.retention().settings(new Cleaning(Duration.ofDays(30))));
        configuration.put("x-partitioning", topic.partitioning().name());
        configuration.put("x-dead-letters", topic.deadLetters() ? topic.deadLetterName() : "none");
        return configuration;
    }

    private static Map<String, Object> message(Topic<?> topic) {
        return ordered(
                "bindings", ordered("kafka", ordered("key", ordered("type", "string", "description", topic.key()))),
                "payload",
                        ordered(
                                "schemaFormat",
                                "application/vnd.apache.avro;version=1.12.0",
                                "schema",
                                ordered("$ref", "../schemas/src/test/resources/golden/" + newestSchema(topic))));
    }

    private static String newestSchema(Topic<?> topic) {
        int version = 1;
        while (Files.exists(GOLDEN.resolve(topic.name() + "." + (version + 1) + ".avsc"))) {
            version++;
        }
        return topic.name() + "." + version + ".avsc";
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
