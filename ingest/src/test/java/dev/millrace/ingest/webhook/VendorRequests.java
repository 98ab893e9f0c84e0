package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook of every vendor, named after it, and requests of an invented company as the vendors sign them. */
public final class VendorRequests {
    public static final String SECRET = "larkspur-0123456789abcdef";
    public static final List<String> VENDORS = List.of("zendesk", "intercom", "slack", "freshdesk", "generic");
    private static final Path SAMPLES = Path.of("src/test/resources/webhooks");

    private VendorRequests() {}

    /** Settings of the webhooks; the secret is where the key says. */
    public static Map<String, String> settings(String secretKey, String secretPlace) {
        Map<String, String> settings = new HashMap<>();
        for (String vendor : VENDORS) {
            settings.put("webhooks." + vendor + ".vendor", vendor);
            settings.put("webhooks." + vendor + ".domain", "retail-" + vendor);
            settings.put("webhooks." + vendor + "." + secretKey, secretPlace);
        }
        return settings;
    }

    public static Map<String, Webhook> webhooks(Clock clock) {
        return webhooks(clock, SECRET, Map.of());
    }

    static Map<String, Webhook> webhooks(Clock clock, String secrets, Map<String, String> more) {
        Map<String, String> settings = settings("secretVariable", "THE_SECRET");
        settings.putAll(more);
        MillraceConfig config = MillraceConfig.load(Optional.empty(), Map.of(), settings);
        return Webhook.configured(config, Map.of("THE_SECRET", secrets)::get, clock);
    }

    /** Names of the samples, all of them or those of a vendor. */
    public static List<String> samples(String prefix) {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] sample(String name) {
        try {
            return Files.readAllBytes(SAMPLES.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vendor whose sample has this name. */
    public static String vendor(String sample) {
        return sample.substring(0, sample.indexOf('-'));
    }

    /** The headers that a vendor sends with a body. */
    public static Map<String, String> signed(String vendor, byte[] body, Instant at, String secret) {
        return switch (vendor) {
            case "zendesk" ->
                Map.of(
                        "X-Zendesk-Webhook-Signature-Timestamp",
                        at.toString(),
                        "X-Zendesk-Webhook-Signature",
                        Base64.getEncoder().encodeToString(mac("HmacSHA256", secret, at.toString(), body)));
            case "intercom" -> Map.of("X-Hub-Signature", "sha1=" + hex(mac("HmacSHA1", secret, "", body)));
            case "slack" ->
                Map.of(
                        "X-Slack-Request-Timestamp",
                        Long.toString(at.getEpochSecond()),
                        "X-Slack-Signature",
                        "v0=" + hex(mac("HmacSHA256", secret, "v0:" + at.getEpochSecond() + ":", body)));
            case "freshdesk" -> Map.of("X-Webhook-Secret", secret);
            default -> Map.of("X-Hub-Signature-256", "sha256=" + hex(mac("HmacSHA256", secret, "", body)));
        };
    }

    /** A request that is signed with the secret. */
    public static SignedRequest request(String vendor, byte[] body, Instant at) {
        return request(signed(vendor, body, at, SECRET), body);
    }

    static SignedRequest request(Map<String, String> headers, byte[] body) {
        return new SignedRequest(headers::get, body);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] mac(String algorithm, String secret, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
            mac.update(before.getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
