package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes config records as JSON trees. Numbers and truth values stay such; everything else is text. */
final class ConfigTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConfigTree() {}

    static ObjectNode of(Record section) {
        ObjectNode tree = NODES.objectNode();
        for (Setting setting : Setting.of(section.getClass())) {
            tree.set(setting.name(), node(setting.read(section)));
        }
        return tree;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode tree = NODES.objectNode();
            map.forEach((key, entry) -> tree.set(key.toString(), node(entry)));
            return tree;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(entry -> array.add(node(entry)));
            return array;
        }
        return value instanceof Record section && !Scalars.reads(value.getClass()) ? of(section) : scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        return value instanceof Boolean flag ? NODES.booleanNode(flag) : NODES.textNode(Scalars.write(value));
    }
}
