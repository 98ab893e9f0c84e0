package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.ingest.webhook.VendorRequests;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.TicketOpened;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookIT {
    @TempDir
    static Path directory;

    private static IngestPlatform platform;
    private static IngestService ingest;

    @BeforeAll
    static void start() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), VendorRequests.SECRET);
        Map<String, String> settings = new HashMap<>(VendorRequests.settings("secretFile", secret.toString()));
        settings.put("webhooks.off.vendor", "slack");
        settings.put("webhooks.off.domain", "retail-off");
        platform = IngestPlatform.on(TestPlatform.shared().bootstrapServers(), directory, settings);
        ingest = IngestService.create(platform.context());
        ingest.start();
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void shouldWriteTheEventUnderTheWebhooksNameAndDomainWhenItIsSigned() throws Exception {
        // When
        HttpResponse<String> response = send("zendesk-ticket-created", VendorRequests.SECRET, Instant.now());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"accepted\":1", "\"ticket-4711\"");
        assertThat(platform.events(Topics.TICKETS, "retail-zendesk")).first().satisfies(event -> {
            assertThat(event.key()).isEqualTo("retail-zendesk/zendesk/4711");
            assertThat(event.value().getSubject()).isEqualTo(pseudonym("8447"));
            assertThat(event.value().getEvent()).isInstanceOf(TicketOpened.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zendesk-comment-agent",
                "intercom-2019-admin-replied",
                "intercom-2026-admin-replied",
                "slack-message",
                "freshdesk-agent-reply",
                "generic-events"
            })
    void shouldTellTheSameEventIdsWhenARequestIsSentAgain(String sample) throws Exception {
        // When
        HttpResponse<String> first = send(sample, VendorRequests.SECRET, Instant.now());
        HttpResponse<String> again =
                send(sample, VendorRequests.SECRET, Instant.now().plusSeconds(1));

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body()).doesNotContain("\"accepted\":0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zendesk-comment-private",
                "intercom-2019-admin-noted",
                "slack-reply",
                "freshdesk-private-note",
                "generic-ticket"
            })
    void shouldTakeNothingWhenTheSignatureIsForged(String sample) throws Exception {
        // Given
        String vendor = VendorRequests.vendor(sample);
        double before = counted(vendor, "accepted");

        // When
        HttpResponse<String> forged = send(sample, "forged-0123456789abcdef", Instant.now());
        HttpResponse<String> unsigned = platform.send(platform.request(
                ingest,
                "/v1/webhooks/" + vendor,
                HttpRequest.BodyPublishers.ofByteArray(VendorRequests.sample(sample))));

        // Then
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(forged.body()).contains("error").doesNotContain(VendorRequests.SECRET);
        assertThat(counted(vendor, "accepted")).isEqualTo(before);
    }

    @Test
    void shouldWriteEveryEventOfARequestUnderItsOwnIdWhenItTellsOfSeveral() throws Exception {
        // When
        send("intercom-2026-ticket-created", VendorRequests.SECRET, Instant.now());

        // Then
        assertThat(platform.events(Topics.TICKETS, "retail-intercom"))
                .extracting(event -> event.value().getEventId())
                .containsExactly("ticket-215900", "part-37403002", "part-37403003", "state-37403004");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk-status-solved", "slack-reply"})
    void shouldRefuseARequestWhenItsSignedTimeIsStale(String sample) throws Exception {
        // When
        HttpResponse<String> stale =
                send(sample, VendorRequests.SECRET, Instant.now().minusSeconds(301));

        // Then
        assertThat(stale.statusCode()).isEqualTo(401);
        assertThat(stale.body()).contains("too far from now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk-unknown", "intercom-unknown", "slack-unknown", "freshdesk-unknown"})
    void shouldAcknowledgeAndCountWhenATypeOfEventIsUnknown(String sample) throws Exception {
        // Given
        String vendor = VendorRequests.vendor(sample);
        double before = counted(vendor, "unknown");

        // When
        HttpResponse<String> response = send(sample, VendorRequests.SECRET, Instant.now());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"accepted\":0");
        assertThat(counted(vendor, "unknown")).isEqualTo(before + 1);
    }

    @Test
    void shouldAnswerSlacksChallengeWithItsTextWhenItIsSigned() throws Exception {
        // When
        HttpResponse<String> response = send("slack-url-verification", VendorRequests.SECRET, Instant.now());
        HttpResponse<String> forged = send("slack-url-verification", "forged-0123456789abcdef", Instant.now());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(forged.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "unheard-of"})
    void shouldKnowNothingOfAWebhookWhenItHasNoSecretOrIsNotConfigured(String name) throws Exception {
        // Given
        byte[] body = VendorRequests.sample("slack-message");

        // When
        HttpResponse<String> response =
                post(name, body, VendorRequests.signed("slack", body, Instant.now(), VendorRequests.SECRET));

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void shouldSayThatItIsThereWhenASystemAsksBeforeItSends() throws Exception {
        // When
        HttpResponse<String> there = head("intercom");
        HttpResponse<String> notThere = head("off");

        // Then
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(notThere.statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseWithAClear4xxWhenARequestIsHostile() throws Exception {
        // Given
        String sample = new String(VendorRequests.sample("zendesk-ticket-created"), UTF_8);
        Map<byte[], Integer> hostile = Map.of(
                "x".repeat(10_000_000).getBytes(UTF_8),
                413,
                "[".repeat(100_000).getBytes(UTF_8),
                400,
                new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
                400,
                sample.replace("2024-11-24T09:30:00Z", "1970-01-01T00:00:00Z").getBytes(UTF_8),
                400,
                sample.replace("2024-11-24T09:30:00Z", "2100-01-01T00:00:00Z").getBytes(UTF_8),
                400,
                sample.replace("\"4711\"", "\"" + "4".repeat(900_000) + "\"").getBytes(UTF_8),
                400);

        for (Map.Entry<byte[], Integer> body : hostile.entrySet()) {
            // When
            HttpResponse<String> response = post(
                    "zendesk",
                    body.getKey(),
                    VendorRequests.signed("zendesk", body.getKey(), Instant.now(), VendorRequests.SECRET));

            // Then
            assertThat(response.statusCode()).as(response.body()).isEqualTo(body.getValue());
            assertThat(response.body()).contains("error").hasSizeLessThan(2_000);
        }
        assertThat(send("zendesk-ticket-created", VendorRequests.SECRET, Instant.now())
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> send(String sample, String secret, Instant at) throws Exception {
        String vendor = VendorRequests.vendor(sample);
        byte[] body = VendorRequests.sample(sample);
        return post(vendor, body, VendorRequests.signed(vendor, body, at, secret));
    }

    private static HttpResponse<String> post(String name, byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request =
                platform.request(ingest, "/v1/webhooks/" + name, HttpRequest.BodyPublishers.ofByteArray(body));
        request.setHeader("Authorization", "none");
        headers.forEach(request::setHeader);
        return platform.send(request);
    }

    private static HttpResponse<String> head(String name) throws Exception {
        return platform.send(platform.request(ingest, "/v1/webhooks/" + name, HttpRequest.BodyPublishers.noBody())
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    private static double counted(String webhook, String outcome) {
        return platform.context()
                .metrics()
                .counter("millrace.ingest.webhook.deliveries", "webhook", webhook, "outcome", outcome)
                .count();
    }

    private static String pseudonym(String subject) {
        return Pseudonymizer.load(platform.context().config().state().installationKeyFile())
                .pseudonym(subject);
    }
}
