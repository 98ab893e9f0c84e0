package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Knows which client settings are secrets: they may not stand in {@code millrace.yaml} and print as {@code ***}. */
final class Secrets {

    static final String MASK = "***";

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|jaas|token|credential|user\\.info"
            + "|keystore\\.key|truststore\\.certificates).*");
    private static final Pattern PLACE =
            Pattern.compile("(?i).*(file|location|path|url|uri|endpoint|class|type|variable)");

    private Secrets() {}

    static boolean isSecret(String key) {
        return SECRET.matcher(key).matches() && !PLACE.matcher(key).matches();
    }

    /** Refuses secrets among the client settings of a file. */
    static void refuseIn(JsonNode written) {
        for (String section : new String[] {"kafka", "registry"}) {
            written.path(section).path("properties").fieldNames().forEachRemaining(key -> {
                if (isSecret(key)) {
                    throw new ConfigException(
                            "%s.properties.%s is a secret; put it into the file that %s.propertiesFile names, or into %s"
                                    .formatted(
                                            section,
                                            key,
                                            section,
                                            Environment.variable(section + ".properties." + key)));
                }
            });
        }
    }

    /** The same tree with every secret masked. */
    static ObjectNode masked(ObjectNode tree) {
        ObjectNode masked = tree.objectNode();
        tree.properties().forEach(entry -> {
            boolean secret = isSecret(entry.getKey()) && entry.getValue().isTextual();
            JsonNode value = entry.getValue() instanceof ObjectNode child ? masked(child) : entry.getValue();
            masked.set(entry.getKey(), secret ? tree.textNode(MASK) : value);
        });
        return masked;
    }
}
