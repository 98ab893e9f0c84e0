package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An HMAC over the raw body, or over a signed time and the raw body.
 *
 * @param algorithm such as {@code HmacSHA256}
 * @param header where the signature stands, after the prefix
 * @param decoding reads the signature's bytes from its text
 * @param time the signed time, null where the vendor signs none and a replay is told by its event id alone
 */
record HmacSignature(
        String algorithm,
        String header,
        String prefix,
        Function<String, byte[]> decoding,
        @Nullable SignedTime time) implements Signature {

    static final Function<String, byte[]> HEX = HexFormat.of()::parseHex;
    static final Function<String, byte[]> BASE64 = Base64.getDecoder()::decode;
    private static final int LONGEST_HEADER = 200;

    /**
     * @param header where the time stands
     * @param before what is signed before the time
     * @param after what is signed between time and body
     * @param reading reads the time
     * @param maxAge how far it may lie from now, in either direction
     */
    record SignedTime(String header, String before, String after, Function<String, Instant> reading, Duration maxAge) {

        static Instant iso(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }

        static Instant epochSeconds(String text) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }

        boolean isFresh(String text, Instant now) {
            try {
                return Duration.between(reading.apply(text), now).abs().compareTo(maxAge) <= 0;
            } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
                return false;
            }
        }
    }

    @Override
    public Verdict check(SignedRequest request, WebhookSecrets secrets, Instant now) {
        byte[] given = given(request.header(header));
        String signed = time == null ? "" : request.header(time.header());
        if (given.length == 0 || signed == null || signed.length() > LONGEST_HEADER) {
            return Verdict.MISSING;
        }
        if (!secrets.match(secret -> code(secret, signed, request.body()), given)) {
            return Verdict.FORGED;
        }
        return time == null || time.isFresh(signed, now) ? Verdict.GOOD : Verdict.STALE;
    }

    /** The signature's bytes; none where there is no signature of that form. */
    private byte[] given(@Nullable String value) {
        if (value == null || value.length() > LONGEST_HEADER || !value.startsWith(prefix)) {
            return new byte[0];
        }
        try {
            return decoding.apply(value.substring(prefix.length()).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] code(byte[] secret, String signed, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            if (time != null) {
                mac.update((time.before() + signed + time.after()).getBytes(UTF_8));
            }
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
