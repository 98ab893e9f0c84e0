package dev.millrace.bench;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/**
 * What services are made of, on a broker in this JVM and a registry beside it: the configuration that a user gets without setting anything,
 * but for what the command line says. Closing deletes what the services kept.
 */
final class BenchServices implements AutoCloseable {
    static final String DOMAIN = "bench";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path directory;
    private final ServiceContext context;

    private BenchServices(Path directory, ServiceContext context) {
        this.directory = directory;
        this.context = context;
    }

    /** What a measurement of services lets be set. */
    static final class Settings {
        @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of millrace.yaml; may come often.")
        private Map<String, String> overrides = Map.of();
    }

    /** Starts broker and registry; topics and schemas are there. */
    static BenchServices start(Settings settings) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("millrace-bench");
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrapServers", TestPlatform.shared().bootstrapServers(),
                "registry.url", TestPlatform.shared().registryUrl(),
                "state.directory", directory.resolve("state").toString(),
                "state.installationKeyFile", directory.resolve("key").toString(),
                "artifacts.directory", directory.resolve("artifacts").toString(),
                "http.port", "0",
                "http.tokenFile", directory.resolve("token").toString()));
        all.putAll(settings.overrides);
        ServiceContext context = ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), all));
        Startup.bootstrap(context);
        return new BenchServices(directory, context);
    }

    ServiceContext context() {
        return context;
    }

    /** Waits until a service takes work. */
    static void awaitReady(Service service) {
        while (!service.ready()) {
            requireAlive(service);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Ends the measurement where a service has failed. */
    static void requireAlive(Service service) {
        service.failure().ifPresent(cause -> {
            throw new IllegalStateException(service.name() + " has failed: " + cause, cause);
        });
    }

    @Override
    public void close() throws IOException {
        AtomicFiles.delete(directory);
    }
}
