package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.millrace.ingest.webhook.Reading;
import dev.millrace.ingest.webhook.SignedRequest;
import dev.millrace.ingest.webhook.VendorRequests;
import dev.millrace.ingest.webhook.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {
    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(Clock.systemUTC());

    @Test
    void shouldNotLookAtABodyWhenItIsNotSigned() {
        for (String vendor : VendorRequests.VENDORS) {
            // When
            Refused refused = catchThrowableOfType(
                    Refused.class,
                    () -> WebhookReader.read(
                            webhooks.get(vendor), new SignedRequest(name -> null, "not JSON".getBytes(UTF_8))));

            // Then
            assertThat(refused.status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[", "nonsense", "{\"a\": 1, \"a\": 2}", "{} {}", "[NaN]", "7", "\"text\"", "null", "[]"
            })
    void shouldRefuseABodyWhenItIsNoObjectOfJson(String body) {
        for (String vendor : VendorRequests.VENDORS) {
            assertThat(refused(vendor, body.getBytes(UTF_8)).status())
                    .as(vendor)
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldRefuseABodyWhenItIsNotUtf8OrNestedTooDeeply() {
        for (String vendor : VendorRequests.VENDORS) {
            // Given
            byte[] latin = "{\"type\": \"é\"}".getBytes(ISO_8859_1);
            byte[] deep = ("[".repeat(400_000) + "]".repeat(400_000)).getBytes(UTF_8);
            byte[] deepField = ("{\"a\":".repeat(41) + "1" + "}".repeat(41)).getBytes(UTF_8);

            // Then
            assertThat(refused(vendor, latin).status()).isEqualTo(400);
            assertThat(refused(vendor, deep)).hasMessageContaining("nested deeper");
            assertThat(refused(vendor, deepField)).hasMessageContaining("nested deeper");
        }
    }

    @Test
    void shouldLetNoIdOfAMegabyteThroughWhereverItStands() {
        int refused = 0;
        for (String sample : VendorRequests.samples("")) {
            // Given
            String vendor = VendorRequests.vendor(sample);
            byte[] huge = new String(VendorRequests.sample(sample), UTF_8)
                    .replaceAll("(\"(?:id|eventId|ticketId|ticket_id|channel)\": \")", "$1" + "x".repeat(1_000_000))
                    .getBytes(UTF_8);

            // When
            Reading reading = read(vendor, huge);

            // Then
            refused += reading == null ? 1 : 0;
            if (reading instanceof Reading.Events told) {
                assertThat(told.events())
                        .as(sample)
                        .allMatch(event -> event.draft().conversationId().length() < 100
                                && event.draft().eventId().length() < 100);
            }
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void shouldTakeLinearTimeWhenTheTextsAreMadeToBacktrack() {
        // Given
        String[] hostile = {
            "a".repeat(90_000) + "!",
            " ".repeat(90_000) + "x",
            "<@".repeat(45_000),
            "{status:{from:".repeat(6_000),
            "1732440600.".repeat(8_000),
            "\\n>".repeat(30_000),
            "<div><p>".repeat(11_000)
        };
        String[] samples = {
            "zendesk-comment-agent",
            "intercom-2019-user-created",
            "intercom-2026-ticket-created",
            "slack-message-changed",
            "freshdesk-agent-reply",
            "generic-ticket"
        };
        for (String text : hostile) {
            for (String sample : samples) {
                String vendor = VendorRequests.vendor(sample);
                String body = new String(VendorRequests.sample(sample), UTF_8)
                        .replaceAll(
                                "\"(body|text|description|ticket_description|triggered_event|_default_description_)\": \"[^\"]*\"",
                                "\"$1\": \"" + Matcher.quoteReplacement(text) + "\"");

                // Then
                if (body.contains(text)) {
                    assertTimeout(Duration.ofSeconds(2), () -> read(vendor, body.getBytes(UTF_8)), sample);
                }
            }
        }
    }

    /** What a body says, null where it is refused. */
    private @Nullable Reading read(String vendor, byte[] body) {
        try {
            return WebhookReader.read(webhooks.get(vendor), VendorRequests.request(vendor, body, Instant.now()));
        } catch (Refused refused) {
            assertThat(refused.status()).isEqualTo(400);
            return null;
        }
    }

    private Refused refused(String vendor, byte[] body) {
        return catchThrowableOfType(
                Refused.class,
                () -> WebhookReader.read(webhooks.get(vendor), VendorRequests.request(vendor, body, Instant.now())));
    }
}
