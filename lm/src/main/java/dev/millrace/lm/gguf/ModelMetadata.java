package dev.millrace.lm.gguf;

import dev.millrace.lm.format.Json;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.ChatTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metadata of a model file: what it is, its architecture's sizes, its tokenizer, its chat template. */
final class ModelMetadata {
    private static final int QUANTIZATION_VERSION = 2;

    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
    private final Architecture architecture;
    private final ModelConfig config;

    private ModelMetadata(Architecture architecture) {
        this.architecture = architecture;
        this.config = architecture.config();
    }

    /**
     * For the model of a folder.
     *
     * @param fileType ggml's number for the type of most tensors ({@code llama_ftype})
     */
    static Map<String, GgufValue> of(Path folder, Architecture architecture, String name, int fileType) {
        ModelMetadata made = new ModelMetadata(architecture);
        made.general(name, fileType);
        made.sizes();
        made.tokenizer(folder);
        ChatTemplate.sourceOf(folder)
                .ifPresent(template -> made.metadata.put("tokenizer.chat_template", GgufValue.text(template)));
        return made.metadata;
    }

    private void general(String name, int fileType) {
        metadata.put("general.architecture", GgufValue.text(architecture.name()));
        metadata.put("general.type", GgufValue.text("model"));
        metadata.put("general.name", GgufValue.text(name));
        metadata.put("general.file_type", GgufValue.u32(fileType));
        metadata.put("general.quantization_version", GgufValue.u32(QUANTIZATION_VERSION));
    }

    private void sizes() {
        size("vocab_size", config.vocabSize());
        size("context_length", contextLength());
        size("embedding_length", config.hiddenSize());
        size("block_count", config.layers());
        size("feed_forward_length", config.intermediateSize());
        size("attention.head_count", config.heads());
        size("attention.head_count_kv", config.kvHeads());
        size("attention.key_length", config.headDim());
        size("attention.value_length", config.headDim());
        size("rope.dimension_count", config.headDim());
        metadata.put(key("rope.freq_base"), GgufValue.f32(config.ropeTheta()));
        metadata.put(key("attention.layer_norm_rms_epsilon"), GgufValue.f32(config.rmsNormEps()));
    }

    /** llama.cpp attends to everything in architecture llama, so it equals a windowed model only within the window. */
    private int contextLength() {
        Integer window = config.slidingWindow();
        return window == null ? config.maxPositions() : Math.min(window, config.maxPositions());
    }

    private void tokenizer(Path folder) {
        Vocabulary vocabulary = Vocabulary.read(folder, config.vocabSize());
        metadata.putAll(vocabulary.metadata());
        Path file = folder.resolve("tokenizer_config.json");
        Optional<Json> settings = Files.isRegularFile(file) ? Optional.of(Json.read(file)) : Optional.empty();
        Optional<String> begin = settings.flatMap(json -> token(json, "bos_token"));
        special("bos", begin, config.bosTokenIds(), vocabulary);
        special("eos", settings.flatMap(json -> token(json, "eos_token")), config.eosTokenIds(), vocabulary);
        special("unknown", settings.flatMap(json -> token(json, "unk_token")), List.of(), vocabulary);
        special("padding", settings.flatMap(json -> token(json, "pad_token")), List.of(), vocabulary);
        metadata.put(
                "tokenizer.ggml.add_bos_token",
                GgufValue.flag(begin.filter(vocabulary::addsFirst).isPresent()));
        metadata.put("tokenizer.ggml.add_eos_token", GgufValue.flag(false));
    }

    /** By the tokenizer's own word, else by the model's. */
    private void special(String name, Optional<String> token, List<Integer> ids, Vocabulary vocabulary) {
        token.map(vocabulary.addedIds()::get)
                .or(() -> ids.stream().findFirst())
                .ifPresent(id -> metadata.put("tokenizer.ggml." + name + "_token_id", GgufValue.u32(id)));
    }

    /** A text, or an object with its text as content. */
    private static Optional<String> token(Json settings, String key) {
        var node = settings.node().path(key);
        String text = node.isObject() ? node.path("content").asText("") : node.asText("");
        return node.isNull() || text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private void size(String name, int value) {
        metadata.put(key(name), GgufValue.u32(value));
    }

    private String key(String name) {
        return architecture.name() + "." + name;
    }
}
