package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.Problems;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketReplied;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/webhooks/expected.txt");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(clock);
    private final Problems problems = new Problems();

    @Test
    void shouldTellTheEventsOfTheGoldenFileWhenTheVendorsSendTheirSamples() throws IOException {
        // When
        List<String> told = new ArrayList<>();
        for (String sample : VendorRequests.samples("")) {
            told.add(sample);
            told.addAll(lines(read(sample)));
        }

        // Then
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/webhooks-expected.txt"), told);
        assertThat(problems.list()).isEmpty();
        assertThat(told)
                .as("%s; copy target/webhooks-expected.txt if the change is meant", EXPECTED)
                .isEqualTo(Files.readAllLines(EXPECTED));
    }

    @Test
    void shouldTellTheSameEventsWhenARequestIsSentAgainLater() {
        for (String sample : VendorRequests.samples("")) {
            // Given
            Webhook later = VendorRequests.webhooks(Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC))
                    .get(VendorRequests.vendor(sample));

            // When
            Reading again = later.read(json(VendorRequests.sample(sample)), problems);

            // Then
            assertThat(ids(again)).as(sample).isEqualTo(ids(read(sample)));
        }
    }

    @Test
    void shouldGiveAMessageOneIdWhenSeveralRequestsTellOfIt() {
        // When
        Set<String> zendesk = new TreeSet<>(ids(read("zendesk-ticket-created")));
        zendesk.addAll(ids(read("zendesk-comment-first")));
        zendesk.addAll(ids(read("zendesk-comment-agent")));
        Set<String> intercom = new TreeSet<>(ids(read("intercom-2026-operator-replied")));
        intercom.addAll(ids(read("intercom-2026-admin-replied")));

        // Then
        assertThat(zendesk).containsExactly("comment-5001", "ticket-4711");
        assertThat(intercom).containsExactly("message-338101", "part-37358001", "part-37358002");
    }

    @ParameterizedTest
    @CsvSource({
        "zendesk-comment-agent, zendesk-comment-redacted",
        "zendesk-ticket-created, zendesk-first-comment-redacted",
        "intercom-2026-admin-replied, intercom-2026-part-redacted",
        "slack-message-changed, slack-message-deleted",
    })
    void shouldNameAMessageThatWasToldWhenTheVendorRemovesIt(String told, String removed) {
        // When
        List<String> targets = events(read(removed)).stream()
                .map(event -> event.draft().change())
                .filter(change -> change.getSchema().getName().endsWith("Redacted"))
                .map(change -> (String) change.get(0))
                .toList();

        // Then
        assertThat(targets).isNotEmpty();
        assertThat(ids(read(told))).containsAnyElementsOf(targets);
    }

    @Test
    void shouldTakeListedMembersForAgentsWhenSlackHasAny() {
        // Given
        Map<String, String> agents = Map.of("webhooks.slack.agents", "U0ADA");
        Webhook slack =
                VendorRequests.webhooks(clock, VendorRequests.SECRET, agents).get("slack");

        // When
        EventDraft began = only(slack.read(json(VendorRequests.sample("slack-message")), problems));
        EventDraft answered = only(slack.read(json(VendorRequests.sample("slack-reply")), problems));

        // Then
        assertThat(((ChatMessage) began.change()).getAuthor()).isEqualTo(Author.AGENT);
        assertThat(began.subject()).isNull();
        assertThat(((ChatMessage) answered.change()).getAuthor()).isEqualTo(Author.CUSTOMER);
        assertThat(answered.subject()).isEqualTo("U0ROBIN");
    }

    @Test
    void shouldNotTakeAnAgentsWordsForTheCustomersWhenAnAgentOpensATicketForSomebody() {
        // When
        EventDraft draft = only(read("zendesk-ticket-created", "\"submitter_id\": \"8447\"", "\"submitter_id\": 9001"));

        // Then
        assertThat(draft.change()).isInstanceOfSatisfying(TicketReplied.class, said -> assertThat(said.getAuthor())
                .isEqualTo(Author.AGENT));
    }

    @Test
    void shouldKeepATicketOfTheBackOfficeInternalWhenIntercomTellsOfIt() {
        // When
        List<VendorEvent<?>> events = events(
                read("intercom-2026-ticket-created", "\"category\": \"Customer\"", "\"category\": \"Back-office\""));

        // Then
        assertThat(events).extracting(event -> event.draft().change()).noneMatch(TicketOpened.class::isInstance);
        assertThat(events)
                .extracting(event -> event.draft().change())
                .filteredOn(TicketReplied.class::isInstance)
                .isNotEmpty()
                .allMatch(change -> ((TicketReplied) change).getInternal());
    }

    @Test
    void shouldLeaveOutTagsWhenThereAreMoreThanAnEventMayCarry() {
        // Given
        String many = IntStream.range(0, 80).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));

        // When
        EventDraft draft = only(read("zendesk-ticket-created", "\"bike\"", many));

        // Then
        assertThat(((TicketOpened) draft.change()).getTags()).hasSize(50).startsWith("t0", "t1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zendesk-ticket-created       | "id": "4711"               | "id": {}                  | detail.id
                    zendesk-ticket-created       | "id": "01JDEM0CREATED"     | "id": null                | id
                    zendesk-ticket-created       | 2024-11-24T09:30:00Z       | 1970-01-01T00:00:00Z      | occurredAt
                    zendesk-ticket-created       | 2024-11-24T09:30:00Z       | 2100-01-01T00:00:00Z      | occurredAt
                    zendesk-ticket-created       | 2024-11-24T09:30:00Z       | yesterday                 | detail.created_at
                    zendesk-ticket-created       | "Chain slips"              | "a\\ud800b"               | event.title
                    zendesk-ticket-created       | "tags": [                  | "tags": [1,               | detail.tags[0]
                    intercom-2019-admin-replied  | "created_at": 1732440900   | "created_at": 0           | occurredAt
                    intercom-2019-admin-replied  | "created_at": 1732440900   | "created_at": 4102444800  | occurredAt
                    intercom-2019-admin-replied  | "created_at": 1732440900   | "created_at": 9e99        | data.item.conversation_parts.conversation_parts[0].created_at
                    intercom-2019-admin-replied  | "created_at": 1732440900   | "created_at": 99999999999999999999 | data.item.conversation_parts.conversation_parts[0].created_at
                    slack-message                | "ts": "1732440600.817929"  | "ts": "now"               | event.ts
                    slack-message                | "ts": "1732440600.817929"  | "ts": "0.1"               | occurredAt
                    freshdesk-ticket-created     | "ticket_id": "11"          | "ticket_id": ""           | ticketId
                    generic-ticket               | "ticketId": "77"           | "ticketId": 77            | ticketId
                    generic-events               | "author": "customer"       | "author": "boss"          | [0].event.author
                    """)
    void shouldNameTheFieldWhenASampleSaysSomethingWrong(String sample, String right, String wrong, String field) {
        // When
        read(sample, right, wrong);

        // Then
        assertThat(problems.list()).extracting("field").contains(field);
    }

    private Reading read(String sample) {
        return webhooks.get(VendorRequests.vendor(sample)).read(json(VendorRequests.sample(sample)), problems);
    }

    /** Reads a sample in which a text stands for another. */
    private Reading read(String sample, String right, String wrong) {
        String body = new String(VendorRequests.sample(sample), UTF_8);
        assertThat(body).contains(right);
        return webhooks.get(VendorRequests.vendor(sample))
                .read(json(body.replace(right, wrong).getBytes(UTF_8)), problems);
    }

    private static JsonNode json(byte[] body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventDraft only(Reading reading) {
        assertThat(problems.list()).isEmpty();
        assertThat(events(reading)).hasSize(1);
        return events(reading).get(0).draft();
    }

    private static List<VendorEvent<?>> events(Reading reading) {
        return reading instanceof Reading.Events told ? told.events() : List.of();
    }

    private static List<String> ids(Reading reading) {
        return events(reading).stream().map(event -> event.draft().eventId()).toList();
    }

    private static List<String> lines(Reading reading) {
        if (reading instanceof Reading.Unknown unknown) {
            return List.of("  unknown " + unknown.type());
        }
        if (reading instanceof Reading.Challenge challenge) {
            return List.of("  challenge " + challenge.text());
        }
        return events(reading).stream().map(VendorsTest::line).toList();
    }

    private static String line(VendorEvent<?> event) {
        EventDraft draft = event.draft();
        return "  %s %s %s %s %s %s %s"
                .formatted(
                        event.kind().topic().name(),
                        draft.conversationId(),
                        draft.eventId(),
                        draft.occurredAt(),
                        draft.subject() == null ? "-" : draft.subject(),
                        draft.change().getSchema().getName(),
                        draft.change());
    }
}
