package dev.millrace.ingest.http;

import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.webhook.Webhook;
import dev.millrace.ingest.write.GroupCommit;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.runtime.config.HttpConfig;
import dev.millrace.runtime.http.BearerToken;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Takes ticket and chat events over HTTP: {@code POST /v1/tickets}, {@code /v1/tickets/batch}, {@code /v1/chats} and
 * {@code /v1/chats/batch}, each with {@code ?domain=}; and what {@link WebhookEndpoint} takes. {@code /openapi.yaml}
 * describes it.
 *
 * <p>202 is sent only once the broker has acknowledged all of a request's events, those excepted that are suppressed since their
 * customer asked to be forgotten; anything else means that none was written, and the same request may be sent again. Listens when {@link #start} returns.
 */
public final class EventServer implements AutoCloseable {
    private static final int MAX_REQUESTS = 64;
    /** Counted apart: whoever can reach a webhook takes room with a body that turns out not to be signed. */
    private static final int MAX_DELIVERIES = 32;
    /** A request waits in its thread for the broker; the threads on top refuse what is too much. */
    private static final int THREADS = MAX_REQUESTS + MAX_DELIVERIES + 16;

    private static final String SOURCE = "http";
    private static final int UNAUTHORIZED = 401;
    /** Answers to whoever may be anybody: their bodies are not worth reading to the end. */
    private static final Set<Integer> UNREAD = Set.of(UNAUTHORIZED, 404);
    /** Answers after which the same request may well succeed. */
    private static final Set<Integer> AGAIN = Set.of(429, 503);
    /** How much of a refused body is read, in largest bodies. */
    private static final long READ_OFF = 4;

    private final HttpConfig config;
    private final BearerToken token;
    private final Function<Origin, SourceEvents> sources;
    private final Intake intake;
    private final EventWriter writer;
    private final MeterRegistry metrics;
    private final Javalin server;

    private EventServer(
            HttpConfig config,
            BearerToken token,
            BatchReader reader,
            Map<String, Webhook> webhooks,
            Function<Origin, SourceEvents> sources,
            GroupCommit commits,
            MeterRegistry metrics) {
        this.config = config;
        this.token = token;
        this.sources = sources;
        this.writer = new EventWriter(commits);
        this.metrics = metrics;
        this.intake = intake("millrace.ingest.in.flight.bytes", MAX_REQUESTS);
        WebhookEndpoint deliveries = new WebhookEndpoint(
                webhooks, intake("millrace.ingest.webhook.in.flight.bytes", MAX_DELIVERIES), writer, sources, metrics);
        this.server = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
            javalin.http.maxRequestSize = config.maxBodyBytes().bytes();
            javalin.routes.post("/v1/tickets", http -> take(http, EventKind.TICKETS, reader::single));
            javalin.routes.post("/v1/tickets/batch", http -> take(http, EventKind.TICKETS, reader::batch));
            javalin.routes.post("/v1/chats", http -> take(http, EventKind.CHATS, reader::single));
            javalin.routes.post("/v1/chats/batch", http -> take(http, EventKind.CHATS, reader::batch));
            deliveries.addTo(javalin.routes);
            javalin.routes.get("/openapi.yaml", http -> http.contentType("application/yaml")
                    .result(openApi()));
            javalin.routes.exception(Refused.class, this::refuse);
        });
    }

    private Intake intake(String gauge, int maxRequests) {
        InFlight inFlight = new InFlight(maxRequests, config.maxInFlightBytes().bytes());
        metrics.gauge(gauge, inFlight, InFlight::bytes);
        return new Intake(inFlight);
    }

    /** Listens on the configured address. */
    static EventServer start(
            HttpConfig config,
            BearerToken token,
            BatchReader reader,
            Map<String, Webhook> webhooks,
            Function<Origin, SourceEvents> sources,
            GroupCommit commits,
            MeterRegistry metrics) {
        EventServer server = new EventServer(config, token, reader, webhooks, sources, commits, metrics);
        server.server.start(config.host(), config.port());
        return server;
    }

    public int port() {
        return server.port();
    }

    private void refuse(Refused refused, Context http) {
        metrics.counter("millrace.ingest.refused", "status", Integer.toString(refused.status()))
                .increment();
        if (!UNREAD.contains(refused.status())) {
            Intake.readOff(http, READ_OFF * config.maxBodyBytes().bytes());
        }
        if (AGAIN.contains(refused.status())) {
            http.header("Retry-After", "1");
        }
        http.status(refused.status()).json(refused.body());
    }

    /** How a body is read. */
    private interface Reading {
        List<EventDraft> read(EventKind<?> kind, byte[] body) throws Refused;
    }

    private <V extends SpecificRecord> void take(Context http, EventKind<V> kind, Reading reading)
            throws Refused, InterruptedException {
        if (!token.accepts(http.header("Authorization"))) {
            http.header("WWW-Authenticate", "Bearer");
            throw new Refused(
                    UNAUTHORIZED, "the bearer token is missing or wrong; the token file of the platform holds it");
        }
        Origin origin = origin(http);
        intake.take(http, config.maxBodyBytes().toInt(), body -> write(http, origin, kind, reading.read(kind, body)));
    }

    private <V extends SpecificRecord> void write(
            Context http, Origin origin, EventKind<V> kind, List<EventDraft> drafts)
            throws Refused, InterruptedException {
        SourceEvents events = sources.apply(origin);
        writer.write(drafts.stream()
                .map(draft -> new Outgoing<>(kind.topic(), events.key(draft), events.event(kind, draft)))
                .toList());
        http.status(202)
                .json(Map.of(
                        "accepted", drafts.size(),
                        "eventIds", drafts.stream().map(EventDraft::eventId).toList()));
    }

    private static Origin origin(Context http) throws Refused {
        String domain = http.queryParam("domain");
        String source = http.queryParam("source");
        try {
            return new Origin(domain == null ? "" : domain, source == null ? SOURCE : source);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, e.getMessage() + "; give the request ?domain=NAME");
        }
    }

    private static String openApi() {
        try (InputStream document = EventServer.class.getResourceAsStream("/openapi.yaml")) {
            if (document == null) {
                throw new IllegalStateException("openapi.yaml is missing from the ingest jar");
            }
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
