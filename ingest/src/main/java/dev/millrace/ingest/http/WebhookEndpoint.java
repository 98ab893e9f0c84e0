package dev.millrace.ingest.http;

import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.webhook.Reading;
import dev.millrace.ingest.webhook.SignedRequest;
import dev.millrace.ingest.webhook.VendorEvent;
import dev.millrace.ingest.webhook.Webhook;
import dev.millrace.ingest.write.Outgoing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/webhooks/NAME}: what ticket and chat systems send by themselves.
 *
 * <p>200 is sent once the broker has acknowledged all that a request tells of, and at once for types of events that nobody
 * looks at; anything else means that nothing was written. Each delivery counts in
 * {@code millrace.ingest.webhook.deliveries} by webhook and outcome.
 */
final class WebhookEndpoint {
    static final String PATH = "/v1/webhooks/{name}";
    private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Map<String, Webhook> webhooks;
    private final Intake intake;
    private final EventWriter writer;
    private final Function<Origin, SourceEvents> sources;
    private final MeterRegistry metrics;
    private final UnknownTypes unknown = new UnknownTypes();

    WebhookEndpoint(
            Map<String, Webhook> webhooks,
            Intake intake,
            EventWriter writer,
            Function<Origin, SourceEvents> sources,
            MeterRegistry metrics) {
        this.webhooks = Map.copyOf(webhooks);
        this.intake = intake;
        this.writer = writer;
        this.sources = sources;
        this.metrics = metrics;
    }

    /** Some systems ask with HEAD whether the address is there before they send to it. */
    void addTo(RoutesConfig routes) {
        routes.post(PATH, this::take);
        routes.head(PATH, this::find);
    }

    private void take(Context http) throws Refused, InterruptedException {
        String name = http.pathParam("name");
        Webhook webhook = find(http);
        try {
            intake.take(http, webhook.maxBodyBytes(), body -> answer(http, name, webhook, body));
        } catch (Refused refused) {
            count(name, outcome(refused.status()));
            if (refused.status() == BAD_REQUEST) {
                LOG.warn("webhook {} sent what cannot be used: {}", name, refused.body());
            }
            throw refused;
        }
    }

    private static String outcome(int status) {
        return switch (status) {
            case UNAUTHORIZED -> "unsigned";
            case UNAVAILABLE -> "failed";
            default -> "refused";
        };
    }

    private Webhook find(Context http) throws Refused {
        Webhook webhook = webhooks.get(http.pathParam("name"));
        if (webhook == null) {
            throw new Refused(NOT_FOUND, "no webhook of this name has a secret; see webhooks in docs/configuration.md");
        }
        return webhook;
    }

    private void answer(Context http, String name, Webhook webhook, byte[] body) throws Refused, InterruptedException {
        Reading reading = WebhookReader.read(webhook, new SignedRequest(http::header, body));
        if (reading instanceof Reading.Challenge challenge) {
            count(name, "challenge");
            http.contentType("text/plain").result(challenge.text());
        } else if (reading instanceof Reading.Unknown type) {
            unknown.log(name, type.type());
            count(name, "unknown");
            acknowledge(http, List.of());
        } else if (reading instanceof Reading.Events told) {
            write(webhook, told.events());
            count(name, told.events().isEmpty() ? "nothing" : "accepted");
            acknowledge(http, told.events());
        }
    }

    private void write(Webhook webhook, List<VendorEvent<?>> events) throws Refused, InterruptedException {
        SourceEvents source = sources.apply(webhook.origin());
        if (!events.isEmpty()) {
            writer.write(events.stream()
                    .<Outgoing<?>>map(event -> event.outgoing(source))
                    .toList());
        }
    }

    private static void acknowledge(Context http, List<VendorEvent<?>> events) {
        http.status(200)
                .json(Map.of(
                        "accepted", events.size(),
                        "eventIds",
                                events.stream()
                                        .map(event -> event.draft().eventId())
                                        .toList()));
    }

    private void count(String name, String outcome) {
        metrics.counter("millrace.ingest.webhook.deliveries", "webhook", name, "outcome", outcome)
                .increment();
    }
}
