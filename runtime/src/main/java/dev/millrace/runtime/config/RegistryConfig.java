package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Doc("How to reach the schema registry.")
public record RegistryConfig(
        @Doc("Address of a Confluent-compatible API.") String url,

        @Doc("A Java properties file with further settings of the registry client, secrets among them.") @Nullable
        Path propertiesFile,

        @Doc("Further settings of the registry client. Secrets are refused here.")
        Map<String, String> properties) {

    private static final Pattern URL = Pattern.compile("(https?|mock)://.+");

    public static final RegistryConfig DEFAULTS =
            new RegistryConfig("http://localhost:8081/apis/ccompat/v7", null, Map.of());

    public RegistryConfig {
        Check.matches("url", url, URL, "an address that begins with http:// or https://");
        properties = Map.copyOf(properties);
    }

    /** The settings of file and section together; the section wins. */
    public Map<String, String> settings() {
        return PropertiesFile.merge(propertiesFile, properties, "registry");
    }
}
