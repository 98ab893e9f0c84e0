package dev.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Topics;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDownIT {
    private static final String BATCH =
            IntStream.range(0, 20).mapToObj(i -> """
                    {"eventId": "m%d", "chatId": "C", "occurredAt": "2024-11-24T10:00:00Z",
                     "event": {"type": "message", "author": "customer", "text": "number %d"}}""".formatted(i, i)).collect(Collectors.joining(",", "[", "]"));

    @TempDir
    Path directory;

    @Test
    void shouldAnswer503And429WhileTheBrokerIsGoneAndTakeTheSameBatchWhenItIsBack() throws Exception {
        // Given
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0, Map.of());
        IngestPlatform platform = IngestPlatform.on(
                broker.bootstrapServers(),
                directory,
                Map.of("http.maxBodyBytes", "6000", "http.maxInFlightBytes", "10000"));
        try (IngestService ingest = IngestService.create(platform.context())) {
            ingest.start();
            assertThat(post(platform, ingest, "before").statusCode()).isEqualTo(202);
            broker.close();

            // When
            List<HttpResponse<String>> gone = together(() -> post(platform, ingest, "during"), 6);
            boolean readyWithoutBroker = ingest.ready();
            broker = EmbeddedKafka.start(directory.resolve("kafka"), 0, Map.of());
            await().atMost(Duration.ofSeconds(90)).until(ingest::ready);
            List<Event<dev.millrace.schemas.event.ChatEvent>> visible = platform.events(Topics.CHATS, "during");
            HttpResponse<String> again = post(platform, ingest, "during");

            // Then
            assertThat(gone)
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(503, 429)
                    .contains(503, 429);
            assertThat(gone).allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                    .isPresent());
            assertThat(readyWithoutBroker).isFalse();
            assertThat(visible).isEmpty();
            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(platform.events(Topics.CHATS, "during"))
                    .extracting(event -> event.value().getEventId())
                    .hasSize(20)
                    .doesNotHaveDuplicates();
        } finally {
            broker.close();
        }
    }

    private static HttpResponse<String> post(IngestPlatform platform, IngestService ingest, String domain)
            throws Exception {
        return platform.post(ingest, "/v1/chats/batch?domain=" + domain, BATCH);
    }

    private static <T> List<T> together(Callable<T> call, int times) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(times);
        try {
            List<T> results = new java.util.ArrayList<>();
            for (Future<T> result : callers.invokeAll(java.util.Collections.nCopies(times, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            callers.shutdown();
        }
    }
}
