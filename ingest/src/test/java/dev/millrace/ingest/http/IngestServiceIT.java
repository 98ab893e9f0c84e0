package dev.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketOpened;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestServiceIT {
    @TempDir
    static Path directory;

    private static IngestPlatform platform;
    private static IngestService ingest;

    @BeforeAll
    static void start() throws Exception {
        platform = IngestPlatform.shared(directory);
        ingest = IngestService.create(platform.context());
        ingest.start();
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void shouldWriteTheEventWithAPseudonymWhenItIsAccepted() throws Exception {
        // When
        HttpResponse<String> response = platform.post(ingest, "/v1/tickets?domain=one", """
                {"eventId": "e1", "ticketId": "T1", "subject": "ada@mail.example", "occurredAt": "2024-11-24T10:00:00Z",
                 "event": {"type": "opened", "body": "Where is my refund?"}}""");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(new ObjectMapper().readTree(response.body()))
                .isEqualTo(new ObjectMapper().readTree("{\"accepted\": 1, \"eventIds\": [\"e1\"]}"));
        List<Event<TicketEvent>> events = platform.events(Topics.TICKETS, "one");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo("one/http/T1");
            assertThat(event.value().getSubject()).isEqualTo(pseudonym("ada@mail.example"));
            assertThat(event.value().getEvent())
                    .isEqualTo(new TicketOpened(null, "Where is my refund?", null, null, List.of()));
            assertThat(event.timestamp()).isAfter(event.value().getOccurredAt());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"forgetful", "*"})
    void shouldAcknowledgeButNotWriteTheEventsOfAPersonWhoAskedToBeForgotten(String requested) throws Exception {
        // Given
        String domain = "forgetful";
        platform.forget(requested, pseudonym("eve@mail.example"));
        String batch = """
                [{"eventId": "e1", "ticketId": "T1", "subject": "c-7", "occurredAt": "2024-11-24T10:00:00Z",
                  "event": {"type": "opened", "body": "It is me", "customerEmail": "Eve@mail.example"}},
                 {"eventId": "e2", "ticketId": "T2", "subject": "c-8", "occurredAt": "2024-11-24T10:00:00Z",
                  "event": {"type": "opened", "body": "It is somebody else"}}]""";
        double unknown = platform.suppressedEvents();
        await().until(() -> {
            platform.post(ingest, "/v1/tickets?domain=" + domain, """
                    {"eventId": "e0", "ticketId": "T0", "subject": "eve@mail.example", "occurredAt": "2024-11-24T10:00:00Z",
                     "event": {"type": "opened", "body": "Am I forgotten?"}}""");
            return platform.suppressedEvents() > unknown;
        });
        int before = platform.events(Topics.TICKETS, domain).size();
        double counted = platform.suppressedEvents();

        // When
        HttpResponse<String> response = platform.post(ingest, "/v1/tickets/batch?domain=" + domain, batch);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(platform.events(Topics.TICKETS, domain).stream().skip(before))
                .extracting(event -> event.value().getTicketId())
                .containsExactly("T2");
        assertThat(platform.suppressedEvents()).isEqualTo(counted + 1);
    }

    @Test
    void shouldWriteNothingWhenOneEventOfABatchIsBad() throws Exception {
        // When
        HttpResponse<String> response = platform.post(
                ingest,
                "/v1/chats/batch?domain=two&source=shop",
                "[" + message("C", 1) + "," + message("C", 2).replace("customer", "boss") + "]");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"index\":1").contains("event.author");
        assertThat(platform.events(Topics.CHATS, "two")).isEmpty();
    }

    @Test
    void shouldWriteAllInOrderWhenABatchIsGood() throws Exception {
        // Given
        String batch =
                IntStream.range(0, 200).mapToObj(i -> message("C", i)).collect(Collectors.joining(",", "[", "]"));

        // When
        HttpResponse<String> response = platform.post(ingest, "/v1/chats/batch?domain=three&source=shop", batch);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        List<Event<ChatEvent>> events = platform.events(Topics.CHATS, "three");
        assertThat(events)
                .extracting(event -> event.value().getEventId())
                .hasSize(200)
                .startsWith("m0", "m1", "m2");
        assertThat(events).extracting(Event::key).containsOnly("three/shop/C");
    }

    @Test
    void shouldRefuseWhenTheTokenIsMissingOrWrong() throws Exception {
        // Given
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(message("C", 1));

        // When
        HttpResponse<String> wrong = platform.send(
                platform.request(ingest, "/v1/chats?domain=four", body).setHeader("Authorization", "Bearer guess"));
        HttpResponse<String> missing = platform.send(
                platform.request(ingest, "/v1/chats?domain=four", body).setHeader("Authorization", ""));

        // Then
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(platform.events(Topics.CHATS, "four")).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheDomainIsMissingOrNoName() throws Exception {
        // When
        HttpResponse<String> missing = platform.post(ingest, "/v1/chats", message("C", 1));
        HttpResponse<String> noName = platform.post(ingest, "/v1/chats?domain=../x", message("C", 1));

        // Then
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(noName.statusCode()).isEqualTo(400);
        assertThat(noName.body()).contains("domain");
    }

    @Test
    void shouldSayTooLargeWhenABodyPassesTheLimitWithOrWithoutALength() throws Exception {
        // Given
        String large = " ".repeat(8_000_001);

        // When
        HttpResponse<String> told = platform.post(ingest, "/v1/chats?domain=five", large);
        HttpResponse<String> chunked = platform.send(platform.request(
                ingest,
                "/v1/chats?domain=five",
                HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))));

        // Then
        assertThat(told.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void shouldWriteEachRequestOnceWhenManyComeAtATime() throws Exception {
        // Given
        ExecutorService callers = Executors.newFixedThreadPool(16);
        List<Callable<Integer>> calls = IntStream.range(0, 160)
                .<Callable<Integer>>mapToObj(
                        i -> () -> platform.post(ingest, "/v1/chats?domain=six", message("C" + i, i))
                                .statusCode())
                .toList();

        // When
        List<Future<Integer>> answers = callers.invokeAll(calls);
        callers.shutdown();

        // Then
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(202);
        }
        assertThat(platform.events(Topics.CHATS, "six"))
                .extracting(Event::key)
                .doesNotHaveDuplicates()
                .hasSize(160);
    }

    @Test
    void shouldServeItsDescriptionWhenAsked() throws Exception {
        // When
        HttpResponse<String> response =
                platform.send(platform.request(ingest, "/openapi.yaml", HttpRequest.BodyPublishers.noBody())
                        .GET()
                        .setHeader("Authorization", ""));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("openapi: 3.1");
    }

    private static String pseudonym(String subject) {
        return Pseudonymizer.load(platform.context().config().state().installationKeyFile())
                .pseudonym(subject);
    }

    private static String message(String chat, int number) {
        return """
                {"eventId": "m%d", "chatId": "%s", "subject": "c", "occurredAt": "2024-11-24T10:00:00Z",
                 "event": {"type": "message", "author": "customer", "text": "number %d"}}""".formatted(number, chat, number);
    }
}
