package dev.millrace.trainer;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Services on the broker and registry of this JVM, with a directory of their own. */
public final class TestInstallation {
    private final Map<String, String> settings = new HashMap<>();

    public TestInstallation(Path directory) {
        settings.put("kafka.bootstrapServers", TestPlatform.shared().bootstrapServers());
        settings.put("registry.url", TestPlatform.shared().registryUrl());
        settings.put(
                "topics.partitions", "1"); // a share group gives a partition to several workers only once each has one
        settings.put("artifacts.directory", directory.resolve("artifacts").toString());
        settings.put("state.directory", directory.resolve("state").toString());
        settings.put("trainer.lock", "2s");
        settings.put("trainer.attempts", "3");
        settings.put("trainer.checkpointEverySteps", "5");
        settings.put("domainDefaults.baseModel", TestSnapshot.BASE_MODEL);
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
        ServiceContext context = context(settings);
        Startup.bootstrap(context);
        return context;
    }

    public static ServiceContext context(Map<String, String> settings) {
        return ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), settings));
    }

    /** All that a topic holds of a domain, in order within each key. */
    public static <V extends SpecificRecord> List<V> all(ServiceContext context, Topic<V> topic, String domain) {
        List<V> found = new ArrayList<>();
        try (TopicReader<V> reader = context.kafka().reader(topic)) {
            reader.readToEnd(event -> {
                V value = event.value();
                if (value != null && event.key().startsWith(domain + "/")) {
                    found.add(value);
                }
            });
        }
        return found;
    }
}
