package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.event.TicketChange;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketRated;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSerdesTest {
    private final EventSerdes serdes = new EventSerdes("mock://event-serdes", Map.of());

    static TicketEvent rated() {
        return TicketEvent.newBuilder()
                .setEventId("e1")
                .setDomain("billing")
                .setSource("web")
                .setSubject("s_1")
                .setTicketId("4711")
                .setOccurredAt(Instant.parse("2026-01-05T08:00:00.123Z"))
                .setReceivedAt(Instant.parse("2026-01-05T08:00:01Z"))
                .setEvent(new TicketRated(5))
                .build();
    }

    @BeforeEach
    @net.jqwik.api.lifecycle.BeforeProperty
    void register() {
        new SubjectBootstrap(MockSchemaRegistry.getClientForScope(
                        "event-serdes", List.of(new io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider())))
                .run();
    }

    @Test
    void shouldGiveTheEventBackWhenItWasWritten() {
        byte[] bytes = serdes.serializer(Topics.TICKETS).serialize(Topics.TICKETS.name(), rated());
        TicketEvent read = serdes.deserializer(Topics.TICKETS).deserialize(Topics.TICKETS.name(), bytes);

        assertThat(read).isEqualTo(rated());
        assertThat(TicketChange.of(read)).isEqualTo(new TicketRated(5));
    }

    @Test
    void shouldAddCloudEventHeadersWhenItWrites() {
        RecordHeaders headers = new RecordHeaders();
        serdes.serializer(Topics.TICKETS).serialize(Topics.TICKETS.name(), headers, rated());
        serdes.serializer(Topics.TICKETS).serialize(Topics.TICKETS.name(), headers, rated());

        assertThat(Stream.of(headers.toArray()).map(h -> h.key()))
                .containsExactlyInAnyOrder("ce_specversion", "ce_id", "ce_source", "ce_type", "content-type");
    }

    @Test
    void shouldPassATombstoneThroughWhenTheValueIsNull() {
        assertThat(serdes.serializer(Topics.READY).serialize(Topics.READY.name(), null))
                .isNull();
        assertThat(serdes.deserializer(Topics.READY).deserialize(Topics.READY.name(), null))
                .isNull();
    }

    @Test
    void shouldRefuseAValueWhenItIsOfAnotherTopic() {
        byte[] bytes = serdes.serializer(Topics.TICKETS).serialize(Topics.TICKETS.name(), rated());

        assertThatThrownBy(() -> serdes.deserializer(Topics.CHATS).deserialize(Topics.TICKETS.name(), bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("expected dev.millrace.schemas.event.ChatEvent");
    }

    @Property
    void shouldRefuseBytesWhenTheyAreNoEvent(@ForAll byte[] noise) {
        try {
            serdes.deserializer(Topics.TICKETS).deserialize(Topics.TICKETS.name(), noise);
        } catch (SerializationException expected) {
            assertThat(expected).hasMessageNotContaining("NullPointer");
        }
    }

    @Test
    void shouldGiveTheValueBackWhenAStoreHoldsIt() {
        StoreSerde<TicketEvent> store = new StoreSerde<>(TicketEvent.class);

        assertThat(store.decode(store.encode(rated()))).isEqualTo(rated());
        assertThatThrownBy(() -> store.decode(new byte[] {1, 2, 3}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("a stored TicketEvent of 3 bytes");
    }
}
