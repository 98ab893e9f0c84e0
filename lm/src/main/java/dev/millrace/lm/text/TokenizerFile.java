package dev.millrace.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json} that was checked before native code sees it. The native tokenizer panics on some of what a file can
 * say, and a panic there ends the whole process; so only byte-pair encoding is let through, with the components that the
 * supported families use, see {@link TokenizerComponents}, and with ids, merges and patterns in their bounds.
 *
 * <p>What the engine never uses is left out: truncation, padding, and templates that add special tokens.
 */
final class TokenizerFile {
    private static final int MOST_TOKENS = 1 << 24;
    private static final int LONGEST_TOKEN = 4096;

    private final Path file;
    private final ObjectNode root;

    private TokenizerFile(Path file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /** @throws FormatException naming file and field */
    static TokenizerFile read(Path file) {
        TokenizerFile tokenizer =
                new TokenizerFile(file, (ObjectNode) Json.read(file).node());
        tokenizer.checkModel();
        tokenizer.checkAddedTokens();
        TokenizerComponents components = new TokenizerComponents(file);
        for (String part : TokenizerComponents.PARTS) {
            components.check(part, tokenizer.root.path(part));
        }
        return tokenizer;
    }

    /** Text and id of the tokens marked special. */
    Map<String, Integer> specialTokens() {
        Map<String, Integer> special = new LinkedHashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("special").asBoolean()) {
                special.put(token.path("content").textValue(), token.path("id").intValue());
            }
        }
        return special;
    }

    /** What the native tokenizer is given. */
    byte[] bytes() {
        ObjectNode given = root.deepCopy();
        given.putNull("truncation");
        given.putNull("padding");
        given.set("post_processor", TokenizerComponents.offsetsOf(root.path("post_processor")));
        return given.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void checkModel() {
        JsonNode model = root.path("model");
        if (!model.path("type").asText("BPE").equals("BPE")) {
            throw wrong("model.type", model.get("type"), "BPE, which all supported families use");
        }
        checkVocabulary(model.path("vocab"));
        checkMerges(model.path("merges"));
        for (String affix : new String[] {"continuing_subword_prefix", "end_of_word_suffix"}) {
            if (!isAbsent(model.path(affix)) && !model.path(affix).asText("?").isEmpty()) {
                throw wrong("model." + affix, model.get(affix), "nothing");
            }
        }
        if (!isAbsent(model.path("dropout")) && model.path("dropout").asDouble(1) != 0) {
            throw wrong(
                    "model.dropout", model.get("dropout"), "nothing: a dropped merge would change the text's tokens");
        }
        JsonNode unknown = model.path("unk_token");
        if (!isAbsent(unknown) && !model.path("vocab").has(unknown.asText())) {
            throw wrong("model.unk_token", unknown, "a token of the vocabulary");
        }
        for (String flag : new String[] {"fuse_unk", "byte_fallback", "ignore_merges"}) {
            if (!isAbsent(model.path(flag)) && !model.path(flag).isBoolean()) {
                throw wrong("model." + flag, model.get(flag), "true or false");
            }
        }
    }

    private void checkVocabulary(JsonNode vocabulary) {
        if (!vocabulary.isObject() || vocabulary.isEmpty() || vocabulary.size() > MOST_TOKENS) {
            throw wrong("model.vocab", vocabulary, "a map from token to id");
        }
        vocabulary.forEachEntry((token, id) -> {
            if (!isId(id) || token.length() > LONGEST_TOKEN) {
                throw wrong("model.vocab." + Json.abbreviate(token), id, "an id from 0 to " + (MOST_TOKENS - 1));
            }
        });
    }

    private void checkMerges(JsonNode merges) {
        if (!merges.isArray() || merges.size() > MOST_TOKENS) {
            throw wrong("model.merges", merges, "a list of pairs of tokens");
        }
        for (JsonNode merge : merges) {
            boolean pair = merge.isTextual()
                    || (merge.isArray()
                            && merge.size() == 2
                            && merge.get(0).isTextual()
                            && merge.get(1).isTextual());
            if (!pair) {
                throw wrong("model.merges", merge, "a pair of tokens");
            }
        }
    }

    private void checkAddedTokens() {
        JsonNode tokens = root.path("added_tokens");
        if (!isAbsent(tokens) && !tokens.isArray()) {
            throw wrong("added_tokens", tokens, "a list");
        }
        for (JsonNode token : tokens) {
            JsonNode content = token.path("content");
            if (!isId(token.path("id"))) {
                throw wrong("added_tokens.id", token.get("id"), "an id from 0 to " + (MOST_TOKENS - 1));
            }
            if (!content.isTextual()
                    || content.textValue().isEmpty()
                    || content.textValue().length() > LONGEST_TOKEN) {
                throw wrong("added_tokens.content", token.get("content"), "a text of 1 to " + LONGEST_TOKEN);
            }
            token.forEachEntry((key, value) -> {
                boolean flag = !key.equals("id") && !key.equals("content");
                if (flag && !value.isBoolean()) {
                    throw wrong("added_tokens." + Json.abbreviate(key), value, "true or false");
                }
            });
        }
    }

    private static boolean isId(JsonNode id) {
        return id.isInt() && id.intValue() >= 0 && id.intValue() < MOST_TOKENS;
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private FormatException wrong(String field, @Nullable JsonNode found, String expected) {
        return wrong(file, field, found, expected);
    }

    static FormatException wrong(Path file, String field, @Nullable JsonNode found, String expected) {
        return new FormatException(file + ": " + field + " is "
                + (found == null || found.isMissingNode() ? "missing" : Json.abbreviate(found.toString()))
                + ", expected " + expected);
    }
}
