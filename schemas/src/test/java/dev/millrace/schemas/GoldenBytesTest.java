package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the contracts to what was published: {@code src/test/resources/golden/<topic>.<version>.avsc} and the bytes of a
 * sample record beside it. A changed schema gets the next version number; the old files stay.
 */
class GoldenBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Topic<?>> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldHaveItsSchemaAmongTheGoldenOnesWhenAContractIsUsed(Topic<?> topic) {
        List<Path> versions = versions(topic);
        if (versions.isEmpty() || !schema(versions.get(versions.size() - 1)).equals(topic.schema())) {
            fail(
                    "%s has a schema that is not golden. It was written to %s: if the change is meant, copy it.",
                    topic.name(), write(topic, versions.size() + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldReadEveryEarlierVersionWhenReadersAreUpgradedFirst(Topic<?> topic) {
        for (Path version : versions(topic)) {
            assertThat(SchemaCompatibility.checkReaderWriterCompatibility(topic.schema(), schema(version))
                            .getType())
                    .as(version.toString())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldGiveTheSampleBackWhenGoldenBytesAreRead(Topic<?> topic) {
        for (Path version : versions(topic)) {
            Schema schema = schema(version);
            byte[] golden = bytes(Path.of(version.toString().replace(".avsc", ".bin")));
            assertThat(encoded(SampleRecords.of(schema))).isEqualTo(golden);
            assertThat(decoded(schema, golden)).isEqualTo(SampleRecords.of(schema));
            assertThat(specific(topic, schema, golden).getSchema()).isEqualTo(topic.schema());
        }
    }

    private static List<Path> versions(Topic<?> topic) {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.getFileName().toString().matches(topic.name() + "\\.\\d+\\.avsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Topic<?> topic, int version) {
        try {
            Path folder = Files.createDirectories(Path.of("target/golden"));
            Path schema = folder.resolve(topic.name() + "." + version + ".avsc");
            Files.writeString(schema, SchemaFormatter.format("json/pretty", topic.schema()) + "\n");
            Files.write(
                    folder.resolve(topic.name() + "." + version + ".bin"), encoded(SampleRecords.of(topic.schema())));
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(Path file) {
        return new Schema.Parser().parse(new String(bytes(file), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(GenericRecord record) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GenericRecord decoded(Schema schema, byte[] bytes) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SpecificRecord specific(Topic<?> topic, Schema writer, byte[] bytes) {
        TrustedEvents.allow();
        try {
            return new SpecificDatumReader<SpecificRecord>(
                            writer, topic.schema(), SpecificData.getForClass(topic.value()))
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
