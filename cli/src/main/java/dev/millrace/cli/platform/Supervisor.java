package dev.millrace.cli.platform;

import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.ingest.http.IngestService;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.ServiceGroup;
import dev.millrace.runtime.service.Startup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a whole platform on one machine: broker and light services in this process; the registry, the trainer and the
 * evaluator in processes of their own. Closing stops them in the reverse order of the flow.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final PlatformDirectory directory;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<ChildProcess> children = new ArrayList<>();
    private final Map<String, String> health = new LinkedHashMap<>();
    private ServiceContext context;
    private ServiceGroup group;
    private RunningPlatform running;

    private Supervisor(PlatformDirectory directory) {
        this.directory = directory;
    }

    /**
     * Starts everything and returns when events are taken.
     *
     * @param overrides configuration on top of the directory's file
     * @param progress hears what is being started
     */
    public static Supervisor start(
            PlatformDirectory directory, Map<String, String> overrides, Consumer<String> progress) throws Exception {
        Supervisor supervisor = new Supervisor(directory);
        try {
            supervisor.open(overrides, progress);
            return supervisor;
        } catch (Exception e) {
            supervisor.close();
            throw e;
        }
    }

    private void open(Map<String, String> overrides, Consumer<String> progress) throws Exception {
        keep(PlatformLock.acquire(directory));
        progress.accept("broker and schema registry");
        CompletableFuture<EmbeddedRegistry> registering = CompletableFuture.supplyAsync(() ->
                EmbeddedRegistry.start(directory.registry(), 0, EmbeddedRegistry.home(), directory.log("registry")));
        EmbeddedKafka kafka;
        EmbeddedRegistry registry;
        try {
            kafka = keep(EmbeddedKafka.start(directory.kafka(), 0, cleaning(overrides)));
        } finally {
            registry = keep(outcome(registering));
        }
        MillraceConfig config = PlatformConfig.load(directory, kafka.bootstrapServers(), registry.url(), overrides);
        LOG.info("configuration: {}", config.toJson());
        Startup.checkMachine(config);
        context = ServiceContext.of(config);
        progress.accept("topics and schemas");
        Startup.bootstrap(context);
        progress.accept("services");
        List<Service> services = Services.shared(context);
        group = keep(ServiceGroup.start(context, services));
        health.put("platform", "http://" + config.health().host() + ":" + group.healthPort());
        running = describe(config, registry, services);
        running.write(directory);
        keep(() -> Files.deleteIfExists(directory.runningFile()));
        startChildren(config);
    }

    /** A broker that cleans as soon as the deadline of erasures asks for. */
    private Map<String, String> cleaning(Map<String, String> overrides) {
        return PlatformConfig.load(directory, "none:1", "http://none", overrides)
                .privacy()
                .cleaning()
                .broker();
    }

    private static <T> T outcome(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private RunningPlatform describe(MillraceConfig config, EmbeddedRegistry registry, List<Service> services) {
        int port = services.stream()
                .filter(IngestService.class::isInstance)
                .map(IngestService.class::cast)
                .mapToInt(IngestService::port)
                .findFirst()
                .orElseThrow();
        ProcessHandle self = ProcessHandle.current();
        return new RunningPlatform(
                self.pid(),
                RunningPlatform.startOf(self),
                "http://" + config.http().host() + ":" + port,
                config.kafka().bootstrapServers(),
                config.registry().url(),
                Map.copyOf(health),
                Map.of("registry", registry.process().pid()));
    }

    private void startChildren(MillraceConfig config) throws IOException {
        for (String service : Services.NATIVE) {
            int healthPort = freePort();
            health.put(service, "http://" + config.health().host() + ":" + healthPort);
            ChildProcess child = new ChildProcess(
                    service,
                    ServiceCommand.of(service, directory.root(), healthPort),
                    ServiceCommand.ENVIRONMENT,
                    directory.log(service + "-output"),
                    this::writeRunning);
            children.add(child);
            keep(child);
        }
        children.forEach(ChildProcess::start);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The file names the processes that run now; children come back under another pid. */
    private synchronized void writeRunning() {
        Map<String, Long> processes = new LinkedHashMap<>(running.processes());
        children.forEach(child -> child.pid().ifPresent(pid -> processes.put(child.name(), pid)));
        running = new RunningPlatform(
                running.pid(),
                running.startedAt(),
                running.http(),
                running.kafka(),
                running.registry(),
                Map.copyOf(health),
                processes);
        try {
            running.write(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the services in this process are made of; other code may read topics with it. */
    public ServiceContext context() {
        return context;
    }

    /** Addresses and processes. */
    public synchronized RunningPlatform running() {
        return running;
    }

    /** Why the platform cannot go on. */
    public Optional<Throwable> failure() {
        return group.failure();
    }

    private <C extends AutoCloseable> C keep(C resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} did not close in order", resource, e);
            }
        }
    }
}
