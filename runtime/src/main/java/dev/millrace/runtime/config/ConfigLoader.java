package dev.millrace.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Puts file, environment and overrides over the defaults. */
final class ConfigLoader {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ConfigLoader() {}

    static MillraceConfig load(Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        ObjectNode written = file.map(ConfigLoader::read).orElseGet(YAML::createObjectNode);
        Secrets.refuseIn(written);
        Shorthands.expand(MillraceConfig.class, written);
        new Environment(MillraceConfig.class, written)
                .overrides(environment)
                .forEach((path, value) -> KeyPath.set(written, MillraceConfig.class, path, value));
        overrides.forEach((path, value) -> KeyPath.set(written, MillraceConfig.class, path, value));
        ObjectNode defaults = ConfigTree.of(MillraceConfig.DEFAULTS);
        return Binder.bind(MillraceConfig.class, Completion.complete(MillraceConfig.class, defaults, written), "");
    }

    private static ObjectNode read(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            if (tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            throw new ConfigException(
                    "%s is not a configuration; expected keys such as kafka: at its top".formatted(file));
        } catch (JsonProcessingException e) {
            throw new ConfigException("%s is not YAML: %s (line %d)"
                    .formatted(file, e.getOriginalMessage(), e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw new ConfigException("cannot read the configuration %s (%s); check --config".formatted(file, e));
        }
    }

    static String yaml(ObjectNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the configuration as YAML", e);
        }
    }
}
