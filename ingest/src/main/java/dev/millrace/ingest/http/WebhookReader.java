package dev.millrace.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.StrictJson;
import dev.millrace.ingest.webhook.Reading;
import dev.millrace.ingest.webhook.SignedRequest;
import dev.millrace.ingest.webhook.Webhook;
import java.util.Map;

/** Judges a webhook's request: nothing in it is looked at before its signature is good. Thread-safe. */
final class WebhookReader {
    /** The deepest payload known, a Slack message of rich text, has 16 levels. */
    private static final int DEPTH = 40;

    private static final Bodies BODIES = new Bodies(StrictJson.mapper(DEPTH));

    private WebhookReader() {}

    static Reading read(Webhook webhook, SignedRequest request) throws Refused {
        String distrust = webhook.distrust(request).orElse(null);
        if (distrust != null) {
            throw new Refused(401, distrust);
        }
        JsonNode body = BODIES.parse(request.body());
        Problems problems = new Problems();
        Reading reading = webhook.read(body, problems);
        if (!problems.isEmpty()) {
            throw new Refused(
                    400,
                    "the request cannot be used; nothing of it was written",
                    problems.list().stream().map(WebhookReader::shown).toList());
        }
        return reading;
    }

    private static Map<String, Object> shown(Problem problem) {
        return Map.of("field", problem.field(), "message", problem.message());
    }
}
