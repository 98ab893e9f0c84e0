package dev.millrace.ingest.webhook;

import java.time.Instant;

/** How a vendor proves that a request is its own. Thread-safe. */
interface Signature {

    /** Whether one of the secrets has signed this request, and lately; compares in constant time. */
    Verdict check(SignedRequest request, WebhookSecrets secrets, Instant now);

    /** What a check has found. */
    enum Verdict {
        GOOD("the request is signed"),
        MISSING("the request has no signature; docs/webhooks.md tells which header is expected"),
        STALE("the signed time is too far from now, or is none; check both clocks and webhooks.NAME.maxAge"),
        FORGED("the signature is not of one of the configured secrets");

        private final String message;

        Verdict(String message) {
            this.message = message;
        }

        /** For the sender; says nothing of what was expected. */
        String message() {
            return message;
        }
    }
}
