package dev.millrace.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.http.Mutations;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.ForeignRecord;
import dev.millrace.schemas.event.TicketEvent;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * Whatever a record is, it becomes events that can be written, or nothing, or is refused with a reason that quotes nothing
 * of it: nothing else is thrown. The samples are those of {@code docs/topics-of-others.md}.
 */
class MutatedRecordsTest {
    private static final String REGISTRY = "mutated-records";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("```(yaml|json)\n(.*?)```", Pattern.DOTALL);

    private static final byte[] AVRO = created();

    private final ValueDecoder json = new JsonDecoder();
    private final ValueDecoder avro =
            new AvroDecoder(new EventSerdes("mock://" + REGISTRY, Map.of()).foreignDeserializer());
    private final List<String> samples = new ArrayList<>();
    private final List<TopicMapping> mappings = new ArrayList<>();
    private final StoreSerde<TicketEvent> tickets = new StoreSerde<>(TicketEvent.class);
    private final StoreSerde<ChatEvent> chats = new StoreSerde<>(ChatEvent.class);
    private final SourceEvents source =
            new SourceEvents(new Origin("retail", "desk"), subject -> "s_" + subject.hashCode(), Clock.systemUTC());

    MutatedRecordsTest() throws IOException {
        BLOCK.matcher(Files.readString(Path.of("../docs/topics-of-others.md")))
                .results()
                .forEach(block -> {
                    if (block.group(1).equals("json")) {
                        samples.add(block.group(2));
                    } else {
                        mappings.addAll(TestMappings.of(block.group(2)).values());
                    }
                });
    }

    @Property(tries = 2_000)
    void shouldMapOrRefuseWhenValuesOfARecordAreOthers(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        JsonNode body = JSON.readTree(Mutations.any(samples, random));
        for (int i = random.nextInt(3); i >= 0; i--) {
            Mutations.bend(body, random);
        }
        check(json, JSON.writeValueAsBytes(body));
    }

    @Property(tries = 2_000)
    void shouldMapOrRefuseWhenBytesOfARecordAreOthers(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        check(json, Mutations.splice(Mutations.any(samples, random), random));
    }

    @Property(tries = 2_000)
    void shouldMapOrRefuseWhenBytesOfAnAvroRecordAreOthers(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        byte[] bytes = AVRO.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        check(avro, bytes);
    }

    private void check(ValueDecoder decoder, byte[] value) {
        ForeignRecord record = new ForeignRecord("desk", "t", 0, 0L, Instant.now(), null, ByteBuffer.wrap(value));
        for (TopicMapping mapping : mappings) {
            try {
                new RecordMapper(decoder, mapping, source, 1_000_000)
                        .map(record)
                        .events()
                        .forEach(this::checkWritten);
            } catch (UnmappableException refused) {
                assertThat(refused.getMessage())
                        .doesNotContain("on its way", "parcel", "ada@")
                        .hasSizeLessThan(10_000);
            }
        }
    }

    private void checkWritten(Outgoing<?> outgoing) {
        assertThat(outgoing.key()).startsWith("retail/desk/").hasSizeLessThan(300);
        if (outgoing.value() instanceof TicketEvent ticket) {
            assertThat(tickets.decode(tickets.encode(ticket))).isEqualTo(ticket);
        } else if (outgoing.value() instanceof ChatEvent chat) {
            assertThat(chats.decode(chats.encode(chat))).isEqualTo(chat);
        }
    }

    private static byte[] created() {
        MockSchemaRegistry.getClientForScope(REGISTRY, List.of(new AvroSchemaProvider()));
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(Map.of("schema.registry.url", "mock://" + REGISTRY), false);
            return serializer.serialize("t", AvroEnvelopes.created(5_002, 4_711, "It is on its way."));
        }
    }
}
