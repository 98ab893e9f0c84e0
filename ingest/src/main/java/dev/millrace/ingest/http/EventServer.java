package dev.millrace.ingest.http;

import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.GroupCommit;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.ingest.write.WriteFailedException;
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
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes ticket and chat events over HTTP: {@code POST /v1/tickets}, {@code /v1/tickets/batch}, {@code /v1/chats} and
 * {@code /v1/chats/batch}, each with {@code ?domain=}. {@code /openapi.yaml} describes it.
 *
 * <p>202 is sent only once the broker has acknowledged all of a request's events; anything else means that none was
 * written, and the same request may be sent again. Listens when {@link #start} returns.
 */
public final class EventServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventServer.class);
    private static final int MAX_REQUESTS = 64;
    /** A request waits in its thread for the broker; the threads on top refuse what is too much. */
    private static final int THREADS = MAX_REQUESTS + 16;

    private static final String SOURCE = "http";
    private static final int UNAUTHORIZED = 401;
    /** How much of a refused body is read, in largest bodies. */
    private static final long READ_OFF = 4;

    private final HttpConfig config;
    private final BearerToken token;
    private final Function<Origin, SourceEvents> sources;
    private final GroupCommit writer;
    private final InFlight inFlight;
    private final MeterRegistry metrics;
    private final Javalin server;

    private EventServer(
            HttpConfig config,
            BearerToken token,
            BatchReader reader,
            Function<Origin, SourceEvents> sources,
            GroupCommit writer,
            MeterRegistry metrics) {
        this.config = config;
        this.token = token;
        this.sources = sources;
        this.writer = writer;
        this.metrics = metrics;
        this.inFlight = new InFlight(MAX_REQUESTS, config.maxInFlightBytes().bytes());
        metrics.gauge("millrace.ingest.in.flight.bytes", inFlight, InFlight::bytes);
        this.server = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
            javalin.http.maxRequestSize = config.maxBodyBytes().bytes();
            javalin.routes.post("/v1/tickets", http -> take(http, EventKind.TICKETS, reader::single));
            javalin.routes.post("/v1/tickets/batch", http -> take(http, EventKind.TICKETS, reader::batch));
            javalin.routes.post("/v1/chats", http -> take(http, EventKind.CHATS, reader::single));
            javalin.routes.post("/v1/chats/batch", http -> take(http, EventKind.CHATS, reader::batch));
            javalin.routes.get("/openapi.yaml", http -> http.contentType("application/yaml")
                    .result(openApi()));
            javalin.routes.exception(Refused.class, this::refuse);
        });
    }

    /** Listens on the configured address. */
    static EventServer start(
            HttpConfig config,
            BearerToken token,
            BatchReader reader,
            Function<Origin, SourceEvents> sources,
            GroupCommit writer,
            MeterRegistry metrics) {
        EventServer server = new EventServer(config, token, reader, sources, writer, metrics);
        server.server.start(config.host(), config.port());
        return server;
    }

    public int port() {
        return server.port();
    }

    private void refuse(Refused refused, Context http) {
        metrics.counter("millrace.ingest.refused", "status", Integer.toString(refused.status()))
                .increment();
        if (refused.status() != UNAUTHORIZED) {
            readOff(http);
        }
        http.status(refused.status()).json(refused.body());
    }

    /** A client that is still sending when the connection closes does not see the answer: takes what is left, bounded. */
    private void readOff(Context http) {
        try (InputStream rest = http.req().getInputStream()) {
            rest.skipNBytes(READ_OFF * config.maxBodyBytes().bytes());
        } catch (IOException ended) {
            LOG.trace("a refused body has ended", ended);
        }
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
        long size = size(http);
        if (!inFlight.tryTake(size)) {
            http.header("Retry-After", "1");
            throw new Refused(429, "too much is waiting for the broker; send the same request again in a second");
        }
        try {
            write(http, origin, kind, reading.read(kind, body(http)));
        } finally {
            inFlight.giveBack(size);
        }
    }

    /** How much the body may take: what its header says, or the limit where it does not say. */
    private long size(Context http) throws Refused {
        long limit = config.maxBodyBytes().bytes();
        long told = http.req().getContentLengthLong();
        if (told > limit) {
            throw tooLarge(limit);
        }
        return told < 0 ? limit : told;
    }

    private static Refused tooLarge(long limit) {
        return new Refused(413, "the body is larger than " + limit + " bytes; send smaller batches");
    }

    private <V extends SpecificRecord> void write(
            Context http, Origin origin, EventKind<V> kind, List<EventDraft> drafts)
            throws Refused, InterruptedException {
        SourceEvents events = sources.apply(origin);
        try {
            writer.write(drafts.stream()
                    .map(draft -> new Outgoing<>(kind.topic(), events.key(draft), events.event(kind, draft)))
                    .toList());
        } catch (WriteFailedException e) {
            http.header("Retry-After", "1");
            throw new Refused(503, e.getMessage() + "; the same request may be sent again");
        }
        metrics.counter("millrace.ingest.events", "topic", kind.topic().name()).increment(drafts.size());
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

    /** The body, read no further than the limit, whatever its Content-Length says. */
    private byte[] body(Context http) throws Refused {
        int limit = config.maxBodyBytes().toInt();
        try {
            byte[] body = http.req().getInputStream().readNBytes(limit + 1);
            if (body.length > limit) {
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw new Refused(400, "the body ended too early");
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
