package dev.millrace.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.config.TopicFieldConfig.TimeFormat;
import dev.millrace.schemas.EventSerdes;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values of others are read: JSON with and without Connect's schema, Avro, times. */
class ValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO           | \"2024-11-24T10:31:00.1239+01:00\" | 2024-11-24T09:31:00.123900Z",
                "ISO           | \"2024-11-24 09:31:00\"            | 2024-11-24T09:31:00Z",
                "EPOCH_SECONDS | \"2024-11-24\"                     | 2024-11-24T00:00:00Z",
                "EPOCH_SECONDS | 1732440660                         | 2024-11-24T09:31:00Z",
                "EPOCH_SECONDS | 1732440660.5                       | 2024-11-24T09:31:00.500Z",
                "EPOCH_SECONDS | \"1732440660.123\"                 | 2024-11-24T09:31:00.123Z",
                "EPOCH_MILLIS  | 1732440660123                      | 2024-11-24T09:31:00.123Z",
                "EPOCH_MICROS  | 1732440660123456                   | 2024-11-24T09:31:00.123456Z",
                "EPOCH_NANOS   | 1732440660123456789                | 2024-11-24T09:31:00.123456789Z",
                "EPOCH_MILLIS  | -1                                 | 1969-12-31T23:59:59.999Z",
            })
    void shouldReadATimeWhenItIsWrittenAsConfigured(TimeFormat format, String json, Instant expected) throws Exception {
        assertThat(EpochTimes.read(JSON.readTree(json), format))
                .map(time -> time.truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                .contains(expected.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO           | 1732440660",
                "ISO           | \"1732440660\"",
                "EPOCH_SECONDS | 9999999999999999999",
                "EPOCH_SECONDS | 99999999999999999999999",
                "EPOCH_SECONDS | 1e300",
                "EPOCH_SECONDS | \"1e999999999\"",
                "EPOCH_SECONDS | \"\"",
                "EPOCH_SECONDS | true",
                "EPOCH_SECONDS | {}",
            })
    void shouldReadNoTimeWhenTheValueIsNone(TimeFormat format, String json) throws Exception {
        assertThat(EpochTimes.read(JSON.readTree(json), format)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp-millis, 1732440660123, 2024-11-24T09:31:00.123Z",
        "org.apache.kafka.connect.data.Timestamp, 1732440660123, 2024-11-24T09:31:00.123Z",
        "io.debezium.time.MicroTimestamp, 1732440660123456, 2024-11-24T09:31:00.123456Z",
        "io.debezium.time.NanoTimestamp, 1732440660123456789, 2024-11-24T09:31:00.123456789Z",
        "io.debezium.time.Date, 20051, 2024-11-24T00:00:00Z",
        "date, 20051, 2024-11-24T00:00:00Z",
    })
    void shouldKnowTheTimesThatSchemasDeclare(String type, long value, String expected) {
        assertThat(LogicalTimes.iso(type, value)).contains(expected);
    }

    @Test
    void shouldLeaveANumberWhenItsTypeIsNoTimeOrItsTimeCannotBe() {
        assertThat(LogicalTimes.iso("decimal", 5)).isEmpty();
        assertThat(LogicalTimes.iso("date", Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldTakeThePayloadWithItsTimesWhenConnectPutsASchemaAroundIt() throws Exception {
        // Given
        String value = """
                {"schema": {"type": "struct", "fields": [
                   {"field": "after", "type": "struct", "fields": [
                      {"field": "at", "type": "int64", "name": "io.debezium.time.MicroTimestamp"},
                      {"field": "n", "type": "int32"}, {"field": "gone", "type": "int32"}]}]},
                 "payload": {"after": {"at": 1732440660123456, "n": 7}}}""";

        // When
        JsonNode payload = ConnectSchema.payload(JSON.readTree(value));

        // Then
        assertThat(payload)
                .isEqualTo(JSON.readTree("{\"after\": {\"at\": \"2024-11-24T09:31:00.123456Z\", \"n\": 7}}"));
    }

    @Test
    void shouldSeeAnAvroRecordAsATree() throws Exception {
        // Given
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "Value", "fields": [
                  {"name": "id", "type": "long"},
                  {"name": "at", "type": {"type": "long", "connect.name": "io.debezium.time.MicroTimestamp"}},
                  {"name": "on", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
                  {"name": "text", "type": ["null", "string"]},
                  {"name": "tags", "type": {"type": "array", "items": "string"}},
                  {"name": "more", "type": {"type": "map", "values": ["null", "boolean"]}},
                  {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                  {"name": "score", "type": "double"},
                  {"name": "raw", "type": "bytes"}]}""");
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("id", 7L)
                .set("at", 1_732_440_660_123_456L)
                .set("on", 1_732_440_660_123L)
                .set("text", null)
                .set("tags", List.of("a"))
                .set("more", Map.of("x", true))
                .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"))
                .set("score", 0.5)
                .set("raw", ByteBuffer.wrap("\u0001".getBytes(UTF_8)))
                .build();

        // When
        JsonNode tree = AvroTree.of(record, schema);

        // Then
        assertThat(tree.get("raw").isBinary()).isTrue();
        assertThat(JSON.readTree(tree.toString())).isEqualTo(JSON.readTree("""
                {"id": 7, "at": "2024-11-24T09:31:00.123456Z", "on": "2024-11-24T09:31:00.123Z", "text": null, "tags": ["a"],
                 "more": {"x": true}, "kind": "B", "score": 0.5, "raw": "AQ=="}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "12e4                                             | \"12e4\"",
                "007                                              | \"007\"",
                "\"a b\"                                          | \"a b\"",
                "{\"id\": 7}                                      | {\"id\": 7}",
                "{\"schema\": {\"type\": \"int32\"}, \"payload\": 7} | 7",
                "{no json                                         | \"{no json\"",
            })
    void shouldReadAKeyAsTextUnlessItIsJson(String key, String expected) throws Exception {
        assertThat(new JsonDecoder().decodeKey("t", key.getBytes(UTF_8))).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void shouldRefuseJsonThatIsNestedTooDeep() {
        // Given
        byte[] deep = ("[".repeat(41) + "]".repeat(41)).getBytes(UTF_8);

        // When, then
        assertThatThrownBy(() -> new JsonDecoder().decode("t", deep))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("nested deeper than is taken");
    }

    @Test
    void shouldRefuseJsonThatIsNotUtf8() {
        // Given
        byte[] bytes = {'"', (byte) 0xff, '"'};

        // When, then
        assertThatThrownBy(() -> new JsonDecoder().decode("t", bytes)).isInstanceOf(UnmappableException.class);
    }

    @Test
    void shouldRefuseAvroWhoseLengthIsALie() throws Exception {
        // Given
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"s\", \"type\": \"string\"}]}");
        int id = MockSchemaRegistry.getClientForScope("values", List.of(new AvroSchemaProvider()))
                .register("t-value", new AvroSchema(schema));
        byte[] twoGigabytes = ByteBuffer.allocate(10)
                .put((byte) 0)
                .putInt(id)
                .put(new byte[] {(byte) 0x80, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f})
                .array();

        // When, then
        try (AvroDecoder decoder = new AvroDecoder(new EventSerdes("mock://values", Map.of()).foreignDeserializer())) {
            assertThatThrownBy(() -> decoder.decode("t", twoGigabytes)).isInstanceOf(UnmappableException.class);
        }
    }
}
