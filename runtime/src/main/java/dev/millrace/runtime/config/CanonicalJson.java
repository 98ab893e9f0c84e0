package dev.millrace.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.runtime.artifacts.Sha256;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One text for one value: keys sorted, no blanks, numbers without exponent or trailing zeros. So its SHA-256 names the
 * value. Keys sort by UTF-16 unit as in RFC 8785.
 */
public final class CanonicalJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalJson() {}

    /** A config record as canonical JSON. */
    public static String of(Record section) {
        return of(ConfigTree.of(section));
    }

    /** Any JSON tree as canonical JSON. */
    public static String of(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(entry -> members.put(entry.getKey(), of(entry.getValue())));
            List<String> written = new ArrayList<>();
            members.forEach((key, value) -> written.add(quoted(key) + ":" + value));
            return "{" + String.join(",", written) + "}";
        }
        if (node.isArray()) {
            List<String> written = new ArrayList<>();
            node.forEach(entry -> written.add(of(entry)));
            return "[" + String.join(",", written) + "]";
        }
        return node.isNumber()
                ? number(node.decimalValue())
                : node.isTextual() ? quoted(node.textValue()) : node.asText();
    }

    /** SHA-256 of a config record's canonical JSON, lower-case hexadecimal. */
    public static String sha256(Record section) {
        return Sha256.text(of(section));
    }

    /** Reads a record back; absent keys take their defaults, unknown ones are refused. */
    static <R extends Record> R read(String json, Class<R> section, R defaults) {
        try {
            ObjectNode tree = Completion.complete(section, ConfigTree.of(defaults), JSON.readTree(json));
            return Binder.bind(section, tree, "");
        } catch (JsonProcessingException e) {
            throw new ConfigException("not JSON: " + e.getOriginalMessage());
        }
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("text cannot be written as JSON", e);
        }
    }
}
