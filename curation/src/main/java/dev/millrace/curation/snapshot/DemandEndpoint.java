package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.EndpointConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Snapshot;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code POST /v1/snapshots?domain=D}: cuts a snapshot of everything that is on the examples topic now, and answers when it
 * is published.
 *
 * <p>200 with id and sequence; 400 for a name that is none; 401 without the token; 404 for a domain without examples; 409
 * if another snapshotter owns the domain; 503 if it cannot be cut now.
 */
final class DemandEndpoint implements AutoCloseable {
    private static final int THREADS = 8;
    private static final long PATIENCE_MINUTES = 10;

    private final BearerToken token;
    private final Function<String, CompletableFuture<CutResult>> demand;
    private final Javalin server;

    private DemandEndpoint(
            EndpointConfig endpoint, BearerToken token, Function<String, CompletableFuture<CutResult>> demand) {
        this.token = token;
        this.demand = demand;
        Javalin created = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.threadPool = new QueuedThreadPool(THREADS, 1);
            config.routes.post("/v1/snapshots", this::answer);
        });
        this.server = created.start(endpoint.host(), endpoint.port());
    }

    /** Listens when this returns. */
    static DemandEndpoint start(
            EndpointConfig endpoint, BearerToken token, Function<String, CompletableFuture<CutResult>> demand) {
        Startup.requireFreePort("snapshots.http.port", endpoint.host(), endpoint.port());
        return new DemandEndpoint(endpoint, token, demand);
    }

    int port() {
        return server.port();
    }

    private void answer(Context http) {
        String domain = http.queryParam("domain");
        if (!token.accepts(http.header("Authorization"))) {
            refuse(http, 401, "the bearer token is missing or wrong; send that of http.tokenFile");
        } else if (domain == null || !Keys.isName(domain)) {
            refuse(http, 400, "domain is '" + domain + "'; expected " + Keys.NAME_RULE);
        } else {
            http.future(() -> demand.apply(domain)
                    .orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES)
                    .handle((result, failure) -> {
                        if (failure == null) {
                            http.json(body(result));
                        } else {
                            refuse(http, failure);
                        }
                        return result;
                    }));
        }
    }

    private static Map<String, Object> body(CutResult result) {
        Snapshot snapshot = result.snapshot();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("snapshotId", snapshot.getSnapshotId());
        body.put("domain", snapshot.getDomain());
        body.put("sequence", snapshot.getSequence());
        body.put("uri", snapshot.getUri());
        body.put("unchanged", result.unchanged());
        return body;
    }

    private static void refuse(Context http, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSnapshotException none) {
            refuse(http, none.status(), String.valueOf(none.getMessage()));
        } else {
            refuse(http, 503, "no snapshot can be cut now: " + cause);
        }
    }

    private static void refuse(Context http, int status, String error) {
        http.status(status).json(Map.of("error", error));
    }

    @Override
    public void close() {
        server.stop();
    }
}
