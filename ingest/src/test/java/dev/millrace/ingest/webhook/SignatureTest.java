package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final byte[] BODY = "{\"é\": 1}".getBytes(UTF_8);

    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "intercom", "slack", "freshdesk", "generic"})
    void shouldBelieveARequestWhenTheSecretHasSignedIt(String vendor) {
        assertThat(distrust(vendor, VendorRequests.signed(vendor, BODY, NOW, VendorRequests.SECRET), BODY))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "intercom", "slack", "freshdesk", "generic"})
    void shouldNotBelieveARequestWhenAnotherSecretHasSignedIt(String vendor) {
        assertThat(distrust(vendor, VendorRequests.signed(vendor, BODY, NOW, "another-0123456789abcdef"), BODY))
                .hasValueSatisfying(why -> assertThat(why).contains("not of one of the configured secrets"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "intercom", "slack", "generic"})
    void shouldNotBelieveARequestWhenItsBodyIsNotTheOneThatWasSigned(String vendor) {
        // Given
        Map<String, String> headers = VendorRequests.signed(vendor, BODY, NOW, VendorRequests.SECRET);

        // When
        Optional<String> why = distrust(vendor, headers, "{\"é\": 2}".getBytes(UTF_8));

        // Then
        assertThat(why).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "intercom", "slack", "freshdesk", "generic"})
    void shouldSayWhatIsMissingWhenThereIsNoSignature(String vendor) {
        assertThat(distrust(vendor, Map.of(), BODY))
                .hasValueSatisfying(why -> assertThat(why).contains("has no signature"));
    }

    @ParameterizedTest
    @CsvSource({
        "zendesk, -PT5M, true",
        "zendesk, -PT5M1S, false",
        "zendesk, PT5M1S, false",
        "slack, -PT5M, true",
        "slack, -PT5M1S, false",
        "slack, PT6M, false",
        "intercom, -PT24H, true",
    })
    void shouldRefuseAStaleTimeWhenTheVendorSignsOne(String vendor, Duration off, boolean believed) {
        // Given
        Instant then = NOW.plus(off);

        // When
        Optional<String> why = distrust(vendor, VendorRequests.signed(vendor, BODY, then, VendorRequests.SECRET), BODY);

        // Then
        assertThat(why.isEmpty()).isEqualTo(believed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "99999999999999999999", "+292277026596-12-04T15:30:07Z", ""})
    void shouldRefuseATimeWhenItIsNone(String time) {
        for (String vendor : new String[] {"zendesk", "slack"}) {
            // Given
            Map<String, String> headers =
                    new HashMap<>(VendorRequests.signed(vendor, BODY, NOW, VendorRequests.SECRET));
            headers.replaceAll((name, value) -> name.endsWith("Timestamp") ? time : value);

            // Then
            assertThat(distrust(vendor, headers, BODY)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha1=", "sha1=zz", "sha1=abc", "v0=", "v0=é", "====", "Bearer ", "Basic x"})
    void shouldRefuseASignatureWhenItHasNoFormOfOne(String signature) {
        for (String vendor : VendorRequests.VENDORS) {
            // Given
            Map<String, String> headers =
                    new HashMap<>(VendorRequests.signed(vendor, BODY, NOW, VendorRequests.SECRET));
            headers.replaceAll((name, value) -> name.endsWith("Timestamp") ? value : signature);

            // Then
            assertThat(distrust(vendor, headers, BODY)).isPresent();
        }
    }

    @Test
    void shouldBelieveBothSecretsWhenTheyAreBeingChanged() {
        // Given
        String fresh = "fresh-0123456789abcdef";
        Webhook slack = VendorRequests.webhooks(
                        Clock.fixed(NOW, ZoneOffset.UTC), VendorRequests.SECRET + "\n\n" + fresh + "\n", Map.of())
                .get("slack");

        // Then
        for (String secret : new String[] {VendorRequests.SECRET, fresh}) {
            Map<String, String> headers = VendorRequests.signed("slack", BODY, NOW, secret);
            assertThat(slack.distrust(VendorRequests.request(headers, BODY))).isEmpty();
        }
    }

    @Test
    void shouldTakeTheSecretAsABearerTokenWhenTheSenderCannotSign() {
        assertThat(distrust("generic", Map.of("Authorization", "bearer " + VendorRequests.SECRET), BODY))
                .isEmpty();
        assertThat(distrust("generic", Map.of("Authorization", "Bearer guess"), BODY))
                .isPresent();
    }

    /** The example of Slack's own documentation ("Verifying requests from Slack"). */
    @Test
    void shouldAgreeWithSlacksExampleWhenItIsChecked() {
        // Given
        byte[] body = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                        + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                        + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
                        + ".803a0bc887a14d10d2c447fce8b6703c")
                .getBytes(UTF_8);
        Clock then = Clock.fixed(Instant.ofEpochSecond(1531420618), ZoneOffset.UTC);
        Webhook slack = VendorRequests.webhooks(then, "8f742231b10e8888abcd99yyyzzz85a5", Map.of())
                .get("slack");
        Map<String, String> headers = Map.of(
                "X-Slack-Request-Timestamp",
                "1531420618",
                "X-Slack-Signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");

        // When
        Optional<String> why = slack.distrust(VendorRequests.request(headers, body));

        // Then
        assertThat(why).isEmpty();
    }

    private Optional<String> distrust(String vendor, Map<String, String> headers, byte[] body) {
        return webhooks.get(vendor).distrust(VendorRequests.request(headers, body));
    }
}
