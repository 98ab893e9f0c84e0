package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/**
 * The secret itself in a header, for vendors that sign nothing: good over TLS only.
 *
 * @param prefix what stands before the secret, in any case; empty for nothing
 */
record SharedSecret(String header, String prefix) implements Signature {

    @Override
    public Verdict check(SignedRequest request, WebhookSecrets secrets, Instant now) {
        String value = request.header(header);
        if (value == null || !value.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return Verdict.MISSING;
        }
        byte[] given = value.substring(prefix.length()).strip().getBytes(UTF_8);
        return secrets.match(secret -> secret, given) ? Verdict.GOOD : Verdict.FORGED;
    }
}
