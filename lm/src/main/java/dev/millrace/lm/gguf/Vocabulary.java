package dev.millrace.lm.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The vocabulary of a tokenizer.json as llama.cpp takes it: byte-level BPE by its merges (model {@code gpt2}), or
 * SentencePiece's BPE with byte fallback by scores (model {@code llama}). Ids up to the model's vocabulary size that no token
 * has are filled with unused ones.
 *
 * <p>tokenizer.json keeps no scores. A piece gets the negated rank of the first merge that makes it, which orders pieces as
 * SentencePiece's own scores do.
 */
final class Vocabulary {
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final Path file;
    private final JsonNode root;
    private final JsonNode model;
    private final String[] tokens;
    private final TokenKind[] kinds;
    private final List<String> merges = new ArrayList<>();
    private final Map<String, Integer> rankOfPiece = new HashMap<>();
    private final Map<String, Integer> addedIds = new HashMap<>();

    private Vocabulary(Path file, int size) {
        this.file = file;
        root = Json.read(file).node();
        model = root.path("model");
        if (!model.path("type").asText("BPE").equals("BPE")
                || !model.path("vocab").isObject()) {
            throw new FormatException(file + ": model is of type " + model.path("type")
                    + ", expected \"BPE\"; llama.cpp's file cannot hold another");
        }
        tokens = new String[size];
        kinds = new TokenKind[size];
        Arrays.fill(kinds, TokenKind.UNUSED);
        model.path("vocab").forEachEntry((text, id) -> put(text, id, normalKind(text)));
        root.path("added_tokens").forEach(this::putAdded);
        for (int id = 0; id < size; id++) {
            tokens[id] = tokens[id] == null ? "[PAD" + id + "]" : tokens[id];
        }
        model.path("merges").forEach(this::putMerge);
    }

    /** Reads the tokenizer of a model folder for a model with so many embeddings. */
    static Vocabulary read(Path folder, int size) {
        return new Vocabulary(folder.resolve("tokenizer.json"), size);
    }

    private void put(String text, JsonNode id, TokenKind kind) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= tokens.length) {
            throw new FormatException(file + ": the token '" + text + "' has id " + id + ", expected 0 to "
                    + (tokens.length - 1) + " by the model's vocab_size");
        }
        tokens[id.intValue()] = text;
        kinds[id.intValue()] = kind;
    }

    private TokenKind normalKind(String text) {
        if (isByteLevel()) {
            return TokenKind.NORMAL;
        }
        return text.equals(model.path("unk_token").asText("")) ? TokenKind.UNKNOWN : byteOrNormal(text);
    }

    private static TokenKind byteOrNormal(String text) {
        return BYTE.matcher(text).matches() ? TokenKind.BYTE : TokenKind.NORMAL;
    }

    private void putAdded(JsonNode token) {
        String text = token.path("content").asText();
        boolean unknown = !isByteLevel() && text.equals(model.path("unk_token").asText(""));
        TokenKind kind = token.path("special").asBoolean() ? TokenKind.CONTROL : TokenKind.USER_DEFINED;
        put(text, token.path("id"), unknown ? TokenKind.UNKNOWN : kind);
        addedIds.put(text, token.path("id").intValue());
    }

    /** A merge is written {@code "a b"} or, newer, {@code ["a", "b"]}. */
    private void putMerge(JsonNode merge) {
        String pair =
                merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText();
        rankOfPiece.putIfAbsent(pair.replace(" ", ""), merges.size());
        merges.add(pair);
    }

    private boolean isByteLevel() {
        return !model.path("byte_fallback").asBoolean();
    }

    /** The id of an added token; absent tokens have none. */
    Map<String, Integer> addedIds() {
        return Collections.unmodifiableMap(addedIds);
    }

    /** The keys {@code tokenizer.ggml.*} that say how text becomes ids. */
    Map<String, GgufValue> metadata() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("tokenizer.ggml.model", GgufValue.text(isByteLevel() ? "gpt2" : "llama"));
        metadata.put("tokenizer.ggml.pre", GgufValue.text(isByteLevel() ? preTokenizer() : "default"));
        metadata.put("tokenizer.ggml.tokens", GgufValue.texts(List.of(tokens)));
        metadata.put(
                "tokenizer.ggml.token_type",
                GgufValue.i32s(Arrays.stream(kinds).mapToInt(TokenKind::code).toArray()));
        if (isByteLevel()) {
            metadata.put("tokenizer.ggml.merges", GgufValue.texts(merges));
        } else {
            metadata.put("tokenizer.ggml.scores", GgufValue.f32s(scores()));
            metadata.put("tokenizer.ggml.add_space_prefix", GgufValue.flag(addsSpace()));
        }
        return metadata;
    }

    private String preTokenizer() {
        JsonNode node = root.path("pre_tokenizer");
        return PreTokenizer.nameOf(node)
                .orElseThrow(() -> new FormatException(file + ": pre_tokenizer is " + node
                        + ", which llama.cpp has no rules for; known are those of GPT-2, SmolLM, Llama 3, Qwen 2 and Mistral"
                        + " Nemo"));
    }

    private float[] scores() {
        float[] scores = new float[tokens.length];
        for (int id = 0; id < scores.length; id++) {
            if (kinds[id] == TokenKind.NORMAL) {
                scores[id] = -rankOfPiece.getOrDefault(tokens[id], merges.size());
            }
        }
        return scores;
    }

    /** SentencePiece's dummy prefix, in the older spelling a normalizer, in the newer one the pre-tokenizer's scheme. */
    private boolean addsSpace() {
        boolean prepends = false;
        for (JsonNode step : root.path("normalizer").path("normalizers")) {
            prepends |= step.path("type").asText().equals("Prepend");
        }
        JsonNode before = root.path("pre_tokenizer");
        String scheme = before.path("prepend_scheme").asText("never");
        return prepends || (before.path("type").asText().equals("Metaspace") && !scheme.equals("never"));
    }

    /** Whether the tokenizer itself puts a token before every text. */
    boolean addsFirst(String token) {
        return addsFirst(root.path("post_processor"), token);
    }

    private static boolean addsFirst(JsonNode processor, String token) {
        for (JsonNode step : processor.path("processors")) {
            if (addsFirst(step, token)) {
                return true;
            }
        }
        return processor
                .path("single")
                .path(0)
                .path("SpecialToken")
                .path("id")
                .asText("")
                .equals(token);
    }
}
