package dev.millrace.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.lm.format.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The normalizers, pre-tokenizers, decoders and post-processors of a tokenizer that are let through to native code, and what
 * their fields may be. Anything else is refused by name.
 */
final class TokenizerComponents {
    static final List<String> PARTS = List.of("normalizer", "pre_tokenizer", "decoder", "post_processor");

    private static final Map<String, Set<String>> TYPES = Map.of(
            "normalizer", Set.of("Sequence", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Prepend", "Replace", "Strip"),
            "pre_tokenizer",
                    Set.of(
                            "Sequence",
                            "ByteLevel",
                            "Split",
                            "Digits",
                            "Metaspace",
                            "Whitespace",
                            "WhitespaceSplit",
                            "Punctuation"),
            "decoder", Set.of("Sequence", "ByteLevel", "ByteFallback", "Fuse", "Metaspace", "Replace", "Strip"),
            "post_processor", Set.of("Sequence", "ByteLevel", "TemplateProcessing"));
    private static final Set<String> CHILDREN = Set.of("normalizers", "pretokenizers", "decoders", "processors");
    private static final Set<String> FLAGS = Set.of(
            "add_prefix_space",
            "trim_offsets",
            "use_regex",
            "individual_digits",
            "strip_left",
            "strip_right",
            "invert",
            "split");
    private static final Set<String> BEHAVIORS =
            Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
    private static final Set<String> SCHEMES = Set.of("first", "never", "always");
    private static final int MOST_CHILDREN = 64;
    private static final int DEEPEST = 8;
    private static final int LONGEST_TEXT = 4096;

    /** A repeated group, a back reference, a call, a condition: what can keep a backtracking matcher busy for ever. */
    private static final Pattern UNBOUNDED = Pattern.compile("(?<!\\\\)\\)[+*{]|\\\\[gk1-9]|\\(\\?[~(]");

    private final Path file;

    TokenizerComponents(Path file) {
        this.file = file;
    }

    /** @param part one of {@link #PARTS} */
    void check(String part, JsonNode component) {
        if (!TokenizerFile.isAbsent(component)) {
            check(part, part, component, 0);
        }
    }

    private void check(String part, String place, JsonNode component, int depth) {
        String type = component.path("type").asText("");
        if (!TYPES.getOrDefault(part, Set.of()).contains(type) || depth > DEEPEST) {
            throw TokenizerFile.wrong(file, place + ".type", component.get("type"), "one of " + TYPES.get(part));
        }
        if (type.equals("TemplateProcessing")) {
            return; // left out, see offsetsOf
        }
        component.forEachEntry((key, value) -> {
            if (CHILDREN.contains(key)) {
                checkChildren(part, place + "." + key, value, depth);
            } else if (!allows(type, key, value)) {
                throw TokenizerFile.wrong(file, place + "." + Json.abbreviate(key), value, expected(type, key));
            }
        });
    }

    private void checkChildren(String part, String place, JsonNode children, int depth) {
        if (!children.isArray() || children.size() > MOST_CHILDREN) {
            throw TokenizerFile.wrong(file, place, children, "a list of at most " + MOST_CHILDREN);
        }
        children.forEach(child -> check(part, place, child, depth + 1));
    }

    private static boolean allows(String type, String key, JsonNode value) {
        if (FLAGS.contains(key)) {
            return value.isBoolean();
        }
        return switch (key) {
            case "type" -> true;
            case "behavior" -> BEHAVIORS.contains(value.asText());
            case "prepend_scheme" -> SCHEMES.contains(value.asText());
            case "pattern" -> isPattern(value);
            case "replacement", "str_rep" -> isCharacter(value);
            case "content" -> type.equals("Strip") ? isCharacter(value) : isText(value, 0);
            case "prepend" -> isText(value, 1);
            case "start" -> value.isInt() && value.intValue() >= 0 && value.intValue() <= MOST_CHILDREN;
            case "stop" -> value.isInt() && value.intValue() == 0;
            default -> false;
        };
    }

    private static String expected(String type, String key) {
        return switch (key) {
            case "pattern" -> "{\"String\": text} or {\"Regex\": one without repeated groups and back references}";
            case "stop" -> "0";
            default -> "a key and value of " + type + " that the engine knows";
        };
    }

    private static boolean isPattern(JsonNode pattern) {
        if (!pattern.isObject() || pattern.size() != 1) {
            return false;
        }
        JsonNode regex = pattern.path("Regex");
        return isText(pattern.path("String"), 1)
                || (isText(regex, 1) && !UNBOUNDED.matcher(regex.textValue()).find());
    }

    private static boolean isCharacter(JsonNode value) {
        return isText(value, 1)
                && value.textValue().codePointCount(0, value.textValue().length()) == 1;
    }

    private static boolean isText(JsonNode value, int least) {
        return value.isTextual()
                && value.textValue().length() >= least
                && value.textValue().length() <= LONGEST_TEXT;
    }

    /** The part of a post-processor that trims offsets; what would add special tokens is never wanted. */
    static JsonNode offsetsOf(JsonNode postProcessor) {
        if (postProcessor.path("type").asText().equals("ByteLevel")) {
            return postProcessor;
        }
        for (JsonNode child : postProcessor.path("processors")) {
            JsonNode offsets = offsetsOf(child);
            if (!offsets.isNull()) {
                return offsets;
            }
        }
        return NullNode.getInstance();
    }
}
