package dev.millrace.ingest.webhook;

import java.time.Instant;

/** Takes what the first takes; asks the second where the first finds nothing to judge. */
record EitherSignature(Signature first, Signature second) implements Signature {

    @Override
    public Verdict check(SignedRequest request, WebhookSecrets secrets, Instant now) {
        Verdict verdict = first.check(request, secrets, now);
        return verdict == Verdict.MISSING ? second.check(request, secrets, now) : verdict;
    }
}
