package dev.millrace.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.event.ForeignRecord;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMapperTest {
    private static final String YAML = """
            topicSources:
              live:
                topic: live.chat
                domain: retail
                source: web
                kind: chat
                events:
                  ended:
                    fields: {chatId: /c, occurredAt: /at}
            """;
    private static final String ENDED = "{\"c\": \"C1\", \"at\": \"2024-11-24T09:31:00Z\"}";

    private final TopicSourceConfig config = TestMappings.configured(YAML).get("live");
    private final RecordMapper mapper = new RecordMapper(
            new JsonDecoder(),
            TestMappings.single(YAML),
            new SourceEvents(new Origin("retail", "web"), text -> text, Clock.systemUTC()),
            100);

    private static ForeignRecord record(@Nullable String value) {
        return new ForeignRecord(
                "live",
                "live.chat",
                3,
                12L,
                Instant.EPOCH,
                ByteBuffer.wrap("k".getBytes(UTF_8)),
                value == null ? null : ByteBuffer.wrap(value.getBytes(UTF_8)));
    }

    @Test
    void shouldKeyTheEventByDomainSourceAndChatWhenItIsMapped() throws Exception {
        assertThat(mapper.map(record(ENDED)).events()).singleElement().satisfies(event -> assertThat(event.key())
                .isEqualTo("retail/web/C1"));
    }

    @Test
    void shouldPassOverATombstone() throws Exception {
        assertThat(mapper.map(record(null))).isEqualTo(new RecordMapper.Result(Outcome.PASSED_OVER, List.of()));
    }

    @Test
    void shouldRefuseARecordThatIsTooLarge() {
        assertThatThrownBy(() -> mapper.map(record(ENDED + " ".repeat(100))))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("bytes; expected at most 100 (maxRecordBytes)");
    }

    @Test
    void shouldBuryWhatCannotBeMappedWithItsPlaceAndReason() {
        // Given
        Batch batch = new Batch(mapper);

        // When
        batch.take(record(ENDED));
        batch.take(record("{}"));

        // Then
        assertThat(batch.events()).hasSize(1);
        assertThat(batch.outcomes()).containsExactly(Outcome.MAPPED, Outcome.DEAD_LETTER);
        assertThat(batch.letters()).singleElement().satisfies(letter -> assertThat(letter.cause())
                .hasMessageStartingWith("live.chat-3 offset 12: events.ended: chatId (/c) is missing"));
    }

    @ParameterizedTest
    @CsvSource({"10, true", "899999, true", "900000, false"})
    void shouldKeepADeadLettersValueUnlessItIsTooLarge(int bytes, boolean kept) {
        // Given
        ForeignRecord record = record("x".repeat(bytes));

        // When
        Event<ForeignRecord> letter = ForeignRecords.deadLetter("live", config, record);

        // Then
        assertThat(letter.key()).isEqualTo("retail/web/live.chat-3-12");
        assertThat(letter.value().getKey()).isEqualTo(record.getKey());
        assertThat(letter.value().getValue()).isEqualTo(kept ? record.getValue() : null);
    }

    @Test
    void shouldHaveNothingToDoWhenNoTopicIsConfigured() throws Exception {
        // Given
        ServiceContext context = ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of()));

        // When
        try (TopicsService service = TopicsService.create(context)) {
            service.start();

            // Then
            assertThat(service.ready()).isTrue();
            assertThat(service.failure()).isEmpty();
        }
    }
}
