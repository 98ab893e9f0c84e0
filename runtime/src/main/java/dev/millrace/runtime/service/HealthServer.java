package dev.millrace.runtime.service;

import dev.millrace.runtime.config.EndpointConfig;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers {@code /health/live} (no service has failed), {@code /health/ready} (all take work), each with 200 or 503 and
 * the state of every service, and {@code /metrics} in Prometheus' text format.
 */
public final class HealthServer implements AutoCloseable {

    private static final int THREADS = 8;

    private final Javalin server;

    private HealthServer(Javalin server) {
        this.server = server;
    }

    /** Listens when this returns. */
    public static HealthServer start(
            EndpointConfig endpoint, PrometheusMeterRegistry metrics, List<? extends Service> services) {
        Startup.requireFreePort("health.port", endpoint.host(), endpoint.port());
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.threadPool = new QueuedThreadPool(THREADS, 1);
            config.routes.get("/health/live", http -> answer(http, services, HealthServer::isLive));
            config.routes.get("/health/ready", http -> answer(http, services, Service::ready));
            config.routes.get("/metrics", http -> http.contentType("text/plain; version=0.0.4; charset=utf-8")
                    .result(metrics.scrape()));
        });
        return new HealthServer(server.start(endpoint.host(), endpoint.port()));
    }

    private static boolean isLive(Service service) {
        return service.failure().isEmpty();
    }

    private static void answer(Context http, List<? extends Service> services, Predicate<Service> well) {
        Map<String, Boolean> states = new LinkedHashMap<>();
        services.forEach(service -> states.put(service.name(), well.test(service)));
        http.status(states.containsValue(false) ? 503 : 200).json(states);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
