package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc("How to reach the Kafka cluster.")
public record KafkaConfig(
        @Doc("Host and port of one or more brokers, separated by commas.")
        String bootstrapServers,

        @Doc("A Java properties file with further client settings, secrets among them.") @Nullable
        Path propertiesFile,

        @Doc("Further client settings, such as `security.protocol`. Secrets are refused here: they go into"
                + " `propertiesFile` or the environment.")
        Map<String, String> properties) {

    public static final KafkaConfig DEFAULTS = new KafkaConfig("localhost:9092", null, Map.of());

    public KafkaConfig {
        Check.notBlank("bootstrapServers", bootstrapServers);
        properties = Map.copyOf(properties);
    }

    /** The settings of file and section together; the section wins. */
    public Map<String, String> settings() {
        return PropertiesFile.merge(propertiesFile, properties, "kafka");
    }
}
