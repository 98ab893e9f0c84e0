package dev.millrace.curation;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Services on the broker and registry of this JVM, with a directory of their own. */
public final class TestInstallation {
    private final Map<String, String> settings = new HashMap<>();

    public TestInstallation(Path directory) {
        settings.put("kafka.bootstrapServers", TestPlatform.shared().bootstrapServers());
        settings.put("registry.url", TestPlatform.shared().registryUrl());
        settings.put("topics.partitions", "2");
        settings.put("artifacts.directory", directory.resolve("artifacts").toString());
        settings.put("state.directory", directory.resolve("state").toString());
        settings.put("http.tokenFile", directory.resolve("token").toString());
        settings.put("snapshots.pollInterval", "50ms");
        settings.put("curation.commitInterval", "50ms");
        settings.put("domainDefaults.triggers.count", "0");
        settings.put("domainDefaults.triggers.interval", "30d");
    }

    public TestInstallation with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** A context as a process of its own would have it; topics and schemas are there. */
    public ServiceContext context() throws InterruptedException {
        ServiceContext context = ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), settings));
        Startup.bootstrap(context);
        return context;
    }

    /** What a topic holds now, in a domain. */
    public static <V extends SpecificRecord> Map<String, V> current(
            ServiceContext context, Topic<V> topic, String domain) {
        try (TopicTable<V> table = context.kafka().table(topic)) {
            Map<String, V> found = new LinkedHashMap<>();
            table.refresh().values().forEach((key, value) -> {
                if (key.startsWith(domain + "/")) {
                    found.put(key, value);
                }
            });
            return found;
        }
    }

    /** Asks the snapshotter whose address a file holds for a snapshot. */
    public static HttpResponse<String> demand(ServiceContext context, Path addressFile, String domain)
            throws IOException, InterruptedException {
        BearerToken token = BearerToken.load(context.config().http().tokenFile());
        return demand(addressFile, token.authorization(), domain);
    }

    /** The same with any authorization. */
    public static HttpResponse<String> demand(Path addressFile, String authorization, String domain)
            throws IOException, InterruptedException {
        URI uri = URI.create(Files.readString(addressFile) + "/v1/snapshots?domain=" + domain);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
