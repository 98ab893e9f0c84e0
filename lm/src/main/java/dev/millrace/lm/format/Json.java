package dev.millrace.lm.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One JSON object with its origin, read key by key; every failure names file, key, found and expected. */
public final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private static final long MAX_BYTES = 64L << 20;

    private final Path origin;
    private final JsonNode node;

    private Json(Path origin, JsonNode node) {
        this.origin = origin;
        this.node = node;
    }

    public static Json read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new FormatException(file + " is missing; a model folder needs it");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new FormatException(file + " has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
            }
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Any failure to read from memory is damage, wrong character codes included. */
    static Json parse(Path origin, byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new FormatException(origin + " holds no JSON object");
            }
            return new Json(origin, node);
        } catch (JsonProcessingException e) {
            throw new FormatException(origin + " is no valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FormatException(origin + " is no valid JSON: " + e.getMessage(), e);
        }
    }

    public JsonNode node() {
        return node;
    }

    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    public Optional<Json> object(String key) {
        return has(key) ? Optional.of(new Json(origin, expect(key, JsonNodeType.OBJECT))) : Optional.empty();
    }

    public String text(String key) {
        return expect(key, JsonNodeType.STRING).textValue();
    }

    String text(String key, String whenAbsent) {
        return has(key) ? text(key) : whenAbsent;
    }

    public boolean flag(String key, boolean whenAbsent) {
        return has(key) ? expect(key, JsonNodeType.BOOLEAN).booleanValue() : whenAbsent;
    }

    int positive(String key, int max) {
        JsonNode value = expect(key, JsonNodeType.NUMBER);
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToInt()
                || value.intValue() < 1
                || value.intValue() > max) {
            throw wrong(key, "a whole number from 1 to " + max);
        }
        return value.intValue();
    }

    int positive(String key, int max, int whenAbsent) {
        return has(key) ? positive(key, max) : whenAbsent;
    }

    double positiveReal(String key) {
        double value = expect(key, JsonNodeType.NUMBER).doubleValue();
        if (!(value > 0) || Double.isInfinite(value)) {
            throw wrong(key, "a positive number");
        }
        return value;
    }

    double positiveReal(String key, double whenAbsent) {
        return has(key) ? positiveReal(key) : whenAbsent;
    }

    /** A number or a list of numbers, as token ids are given. */
    List<Integer> ids(String key) {
        List<Integer> ids = new ArrayList<>();
        if (has(key)) {
            JsonNode value = node.get(key);
            for (JsonNode id : value.isArray() ? value : List.of(value)) {
                if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0) {
                    throw wrong(key, "a token id or a list of token ids");
                }
                ids.add(id.intValue());
            }
        }
        return ids;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : expect(key, JsonNodeType.ARRAY)) {
            if (!item.isTextual()) {
                throw wrong(key, "a list of strings");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    public FormatException wrong(String key, String expected) {
        String found = node.has(key) ? abbreviate(node.get(key).toString()) : "missing";
        return new FormatException(origin + ": " + key + " is " + found + ", expected " + expected);
    }

    private JsonNode expect(String key, JsonNodeType type) {
        JsonNode value = node.get(key);
        if (value == null || value.getNodeType() != type) {
            throw wrong(key, "a JSON " + type.name().toLowerCase(Locale.ROOT));
        }
        return value;
    }

    /** The beginning of what a hostile file may make long. */
    public static String abbreviate(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
