package dev.millrace.runtime.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads client settings that are kept out of {@code millrace.yaml}. */
final class PropertiesFile {

    private PropertiesFile() {}

    static Map<String, String> merge(@Nullable Path file, Map<String, String> settings, String section) {
        Map<String, String> merged = new LinkedHashMap<>();
        if (file != null) {
            Properties properties = read(file, section);
            properties.stringPropertyNames().forEach(name -> merged.put(name, properties.getProperty(name)));
        }
        merged.putAll(settings);
        return merged;
    }

    private static Properties read(Path file, String section) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "%s.propertiesFile is %s, which cannot be read (%s); expected a Java properties file"
                            .formatted(section, file, e));
        }
    }
}
