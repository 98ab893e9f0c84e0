package dev.millrace.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketReplied;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private final JsonEventReader reader = new JsonEventReader(new DraftRules(Clock.fixed(NOW, ZoneOffset.UTC)));
    private final Problems problems = new Problems();

    @Test
    void shouldReadEveryFieldWhenAnOpenedTicketHasThemAll() {
        // When
        EventDraft draft = read(EventKind.TICKETS, """
                        {"eventId": "e1", "ticketId": "T1", "subject": "c1", "occurredAt": "2026-11-24T10:00:00.1239+01:00",
                         "event": {"type": "opened", "title": "Refund", "body": "Where is it?", "customerName": "Ada",
                                   "customerEmail": "ada@mail.example", "tags": ["refund", "late"]}}""").orElseThrow();

        // Then
        assertThat(draft)
                .isEqualTo(new EventDraft(
                        "e1",
                        "T1",
                        "c1",
                        Instant.parse("2026-11-24T09:00:00.123Z"),
                        new TicketOpened(
                                "Refund", "Where is it?", "Ada", "ada@mail.example", List.of("refund", "late"))));
    }

    @Test
    void shouldTakeTheSchemasDefaultsWhenFieldsAreAbsentOrNull() {
        // When
        EventDraft absent = read(
                        EventKind.TICKETS, ticket("\"type\": \"replied\", \"author\": \"agent\", \"body\": \"x\""))
                .orElseThrow();
        EventDraft nulls = read(EventKind.CHATS, """
                        {"eventId": null, "chatId": "C", "subject": null, "occurredAt": "2026-11-24T10:00:00Z",
                         "event": {"type": "message", "author": "bot", "text": "x", "internal": null, "tags": null}}""").orElseThrow();

        // Then
        assertThat(absent.change()).isEqualTo(new TicketReplied(Author.AGENT, null, "x", false));
        assertThat(nulls.change()).isEqualTo(new ChatMessage(Author.BOT, null, "x", false, List.of()));
        assertThat(nulls.subject()).isNull();
    }

    @Test
    void shouldGiveTheSameIdWhenTheSameContentComesInAnotherOrder() {
        // When
        EventDraft one = read(EventKind.TICKETS, ticket("\"type\": \"rated\", \"rating\": 4"))
                .orElseThrow();
        EventDraft other = read(EventKind.TICKETS, """
                        { "event": {"rating":4,"type":"rated"}, "occurredAt":"2026-11-24T10:00:00Z",
                          "ticketId":"T1" }""").orElseThrow();
        EventDraft different = read(EventKind.TICKETS, ticket("\"type\": \"rated\", \"rating\": 5"))
                .orElseThrow();

        // Then
        assertThat(one.eventId()).matches("[0-9a-f]{64}").isEqualTo(other.eventId());
        assertThat(different.eventId()).isNotEqualTo(one.eventId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                              | type            | is missing",
                "{\"type\": \"burned\"}                                          | type            | is none of the known types",
                "{\"type\": \"ended\"}                                           | type            | is none of the known types",
                "{\"type\": 3}                                                   | type            | is of JSON type number",
                "{\"type\": \"rated\"}                                           | rating          | is missing",
                "{\"type\": \"rated\", \"rating\": 0}                            | rating          | is 0; expected 1",
                "{\"type\": \"rated\", \"rating\": 6}                            | rating          | is 6; expected 1",
                "{\"type\": \"rated\", \"rating\": 4.5}                          | rating          | is of JSON type number",
                "{\"type\": \"rated\", \"rating\": \"4\"}                        | rating          | is of JSON type string",
                "{\"type\": \"rated\", \"rating\": 4, \"domain\": \"x\"}         | domain          | is not a known field",
                "{\"type\": \"opened\", \"body\": \" \"}                         | body            | is empty",
                "{\"type\": \"opened\", \"body\": \"a\\u0000b\"}                 | body            | U+0000",
                "{\"type\": \"opened\", \"body\": \"a\\ud800b\"}                 | body            | U+D800",
                "{\"type\": \"opened\", \"body\": \"x\", \"tags\": \"t\"}        | tags            | is of JSON type string",
                "{\"type\": \"opened\", \"body\": \"x\", \"tags\": [\"t\", 1]}   | tags[1]         | is of JSON type number",
                "{\"type\": \"opened\", \"body\": \"x\", \"tags\": [\"a\\nb\"]}  | tags[0]         | U+000A",
                "{\"type\": \"replied\", \"author\": \"AGENT\", \"body\": \"x\"} | author          | is none of the known values",
                "{\"type\": \"replied\", \"author\": \"unknown\", \"body\": \"\"} | author         | is none of the known values",
                "{\"type\": \"replied\", \"author\": \"agent\", \"body\": \"x\", \"internal\": 1} | internal | is of JSON type number",
                "{\"type\": \"redacted\", \"messageId\": \"\"}                   | messageId       | is empty",
            })
    void shouldNameTheFieldWhenAnEventSaysSomethingWrong(String event, String field, String message) {
        // When
        Optional<EventDraft> draft = read(
                EventKind.TICKETS,
                "{\"ticketId\": \"T1\", \"occurredAt\": \"2026-11-24T10:00:00Z\", \"event\": " + event + "}");

        // Then
        assertThat(draft).isEmpty();
        assertThat(problems.list()).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo("event." + field);
            assertThat(problem.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                  | ``         | is not a JSON object",
                "{\"occurredAt\": \"2026-11-24T10:00:00Z\", \"event\": {}}           | ticketId   | is missing",
                "{\"ticketId\": 4711}                                                | ticketId   | is of JSON type number",
                "{\"ticketId\": \"\\t\"}                                             | ticketId   | is empty",
                "{\"ticketId\": \"a\\u0007\"}                                        | ticketId   | U+0007",
                "{\"ticketId\": \"T\", \"subject\": \"\"}                            | subject    | is empty",
                "{\"ticketId\": \"T\"}                                               | occurredAt | is missing",
                "{\"ticketId\": \"T\", \"occurredAt\": \"yesterday\"}                | occurredAt | is not a time",
                "{\"ticketId\": \"T\", \"occurredAt\": \"2026-11-24T10:00:00\"}      | occurredAt | is not a time",
                "{\"ticketId\": \"T\", \"occurredAt\": \"1989-12-31T23:59:59Z\"}     | occurredAt | expected 1990-01-01",
                "{\"ticketId\": \"T\", \"occurredAt\": \"2026-11-24T12:05:01Z\"}     | occurredAt | minutes ahead",
                "{\"ticketId\": \"T\", \"event\": []}                                | event      | is of JSON type array",
                "{\"ticketId\": \"T\", \"domain\": \"billing\"}                      | domain     | is not a known field",
            })
    void shouldNameTheFieldWhenTheEnvelopeSaysSomethingWrong(String json, String field, String message) {
        // When
        Optional<EventDraft> draft = read(EventKind.TICKETS, json);

        // Then
        assertThat(draft).isEmpty();
        assertThat(problems.list()).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void shouldAcceptTheEarliestAndTheLatestTimeWhenTheyAreJustWithinBounds() {
        // When
        Optional<EventDraft> earliest = read(EventKind.TICKETS, at("1990-01-01T00:00:00Z"));
        Optional<EventDraft> latest = read(EventKind.TICKETS, at("2026-11-24T12:05:00Z"));

        // Then
        assertThat(earliest).isPresent();
        assertThat(latest).isPresent();
    }

    @Test
    void shouldListEveryProblemWhenThereAreSeveralAndCountThoseBeyondTwenty() {
        // Given
        StringBuilder fields = new StringBuilder("\"type\": \"rated\", \"rating\": 9");
        for (int i = 0; i < 30; i++) {
            fields.append(", \"x").append(i).append("\": 1");
        }

        // When
        read(EventKind.TICKETS, ticket(fields.toString()));

        // Then
        assertThat(problems.list()).hasSize(21);
        assertThat(problems.list().get(0).field()).isEqualTo("event.rating");
        assertThat(problems.list().get(20).message()).isEqualTo("11 more problems are not listed");
    }

    @Test
    void shouldHaveALimitForEveryFieldWhenTheSchemasGrow() {
        // When
        List<SpecificRecord> records = List.of(EventKind.TICKETS, EventKind.CHATS).stream()
                .flatMap(kind -> kind.types().values().stream())
                .map(JsonEventReaderTest::filled)
                .toList();

        // Then
        records.forEach(record -> ChangeRules.check(record, "event", problems));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void shouldStayBelowABrokersRecordLimitWhenEveryTextIsAsLongAsAllowed() {
        // Given
        String longest = "€".repeat(100_000);
        List<String> tags = java.util.Collections.nCopies(50, "€".repeat(100));

        // When
        TicketOpened opened = new TicketOpened("€".repeat(1000), longest, "€".repeat(200), "€".repeat(320), tags);
        ChangeRules.check(opened, "event", problems);
        int bytes = new dev.millrace.schemas.StoreSerde<>(TicketOpened.class).encode(opened).length;

        // Then
        assertThat(problems.list()).isEmpty();
        assertThat(bytes).isLessThan(500_000);
    }

    private static SpecificRecord filled(Schema branch) {
        SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, branch);
        for (Schema.Field field : branch.getFields()) {
            Schema schema = field.schema().isUnion() ? field.schema().getTypes().get(1) : field.schema();
            record.put(
                    field.pos(),
                    switch (schema.getType()) {
                        case STRING -> "x";
                        case INT -> 3;
                        case BOOLEAN -> true;
                        case ARRAY -> List.of("x");
                        case ENUM -> Author.AGENT;
                        default -> throw new IllegalStateException(schema.toString());
                    });
        }
        return record;
    }

    private Optional<EventDraft> read(EventKind<?> kind, String json) {
        return reader.read(kind, json(json), problems);
    }

    private static JsonNode json(String text) {
        try {
            return StrictJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String ticket(String event) {
        return "{\"ticketId\": \"T1\", \"occurredAt\": \"2026-11-24T10:00:00Z\", \"event\": {" + event + "}}";
    }

    private static String at(String time) {
        return "{\"ticketId\": \"T1\", \"occurredAt\": \"" + time + "\", \"event\": {\"type\": \"resolved\"}}";
    }
}
