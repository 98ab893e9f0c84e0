package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A context on a real broker and registry, and a caller of ingest's HTTP interface. */
public final class IngestPlatform {
    private final ServiceContext context;
    private final BearerToken token;
    private final HttpClient client = HttpClient.newHttpClient();

    private IngestPlatform(ServiceContext context) {
        this.context = context;
        this.token = BearerToken.load(context.config().http().tokenFile());
    }

    /** On the broker and registry that all tests share. */
    public static IngestPlatform shared(Path directory) throws InterruptedException {
        return on(TestPlatform.shared().bootstrapServers(), directory, Map.of());
    }

    /** On a broker of the test's own, its topics made. */
    public static IngestPlatform on(String bootstrapServers, Path directory, Map<String, String> settings)
            throws InterruptedException {
        return on(bootstrapServers, directory, settings, Optional.empty());
    }

    /** On the broker and registry that all tests share, with a configuration in YAML. */
    public static IngestPlatform shared(Path directory, String yaml) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("millrace.yaml"), yaml);
        return on(TestPlatform.shared().bootstrapServers(), directory, Map.of(), Optional.of(file));
    }

    private static IngestPlatform on(
            String bootstrapServers, Path directory, Map<String, String> settings, Optional<Path> file)
            throws InterruptedException {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "kafka.bootstrapServers", bootstrapServers,
                "registry.url", TestPlatform.shared().registryUrl(),
                "topics.partitions", "2",
                "topics.replicationFactor", "1",
                "state.directory", directory.resolve("state").toString(),
                "state.installationKeyFile", directory.resolve("key").toString(),
                "artifacts.directory", directory.resolve("artifacts").toString(),
                "http.port", "0",
                "http.tokenFile", directory.resolve("token").toString()));
        overrides.putAll(settings);
        ServiceContext context = ServiceContext.of(MillraceConfig.load(file, Map.of(), overrides));
        Startup.bootstrap(context);
        return new IngestPlatform(context);
    }

    public ServiceContext context() {
        return context;
    }

    /** Posts with the token. */
    HttpResponse<String> post(IngestService service, String path, String body)
            throws IOException, InterruptedException {
        return send(request(service, path, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(IngestService service, String path, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .header("Authorization", token.authorization())
                .POST(body);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    /** Every committed event of a domain. */
    public <V extends SpecificRecord> List<Event<V>> events(Topic<V> topic, String domain) {
        List<Event<V>> events = new ArrayList<>();
        try (TopicReader<V> reader = context.kafka().reader(topic)) {
            reader.readToEnd(event -> {
                if (event.key().startsWith(domain + "/")) {
                    events.add(event);
                }
            });
        }
        return events;
    }
}
