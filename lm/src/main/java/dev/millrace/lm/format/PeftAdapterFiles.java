package dev.millrace.lm.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes PEFT's two files. Variants whose meaning would be lost (DoRA, patterns, saved modules) are refused. */
final class PeftAdapterFiles {
    private static final int MAX_RANK = 1024;
    private static final String PEFT_VERSION = "0.21.0";

    private PeftAdapterFiles() {}

    static PeftAdapter read(Path folder) {
        Path configFile = folder.resolve(PeftAdapter.CONFIG_FILE);
        Json json = Json.read(configFile);
        try {
            LoraConfig config = config(json);
            return new PeftAdapter(
                    config,
                    tensors(folder.resolve(PeftAdapter.WEIGHTS_FILE)),
                    nullable(json, "base_model_name_or_path"),
                    nullable(json, "revision"));
        } catch (IllegalArgumentException e) {
            throw new FormatException(folder + ": " + e.getMessage(), e);
        }
    }

    static void write(PeftAdapter adapter, Path folder) {
        Map<String, TensorData> data = new LinkedHashMap<>();
        adapter.tensors().forEach((name, tensor) -> data.put(name, TensorData.f32(tensor)));
        Safetensors.write(folder.resolve(PeftAdapter.WEIGHTS_FILE), data, Map.of("format", "pt"));
        try {
            byte[] config = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(configOf(adapter));
            AtomicFiles.writeFile(folder.resolve(PeftAdapter.CONFIG_FILE), config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An adapter config could not be turned into JSON", e);
        }
    }

    private static LoraConfig config(Json json) {
        if (!json.text("peft_type").equals("LORA")) {
            throw json.wrong("peft_type", "\"LORA\"");
        }
        refuseVariants(json);
        return new LoraConfig(
                json.positive("r", MAX_RANK),
                json.positiveReal("lora_alpha"),
                json.has("lora_dropout") ? json.node().get("lora_dropout").doubleValue() : 0,
                targets(json),
                json.flag("use_rslora", false));
    }

    private static void refuseVariants(Json json) {
        if (!json.text("bias", "none").equals("none")) {
            throw json.wrong("bias", "\"none\"");
        }
        for (String flag : List.of("use_dora", "fan_in_fan_out", "lora_bias", "use_qalora")) {
            if (json.flag(flag, false)) {
                throw json.wrong(flag, "false");
            }
        }
        for (String key : List.of(
                "rank_pattern",
                "alpha_pattern",
                "modules_to_save",
                "layers_to_transform",
                "layer_replication",
                "trainable_token_indices",
                "target_parameters")) {
            JsonNode value = json.node().get(key);
            if (value != null && !value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                throw json.wrong(key, "nothing");
            }
        }
    }

    private static List<String> targets(Json json) {
        JsonNode targets = json.node().get("target_modules");
        if (targets != null && targets.isTextual() && targets.textValue().equals("all-linear")) {
            return LoraConfig.ALL_LINEAR;
        }
        return json.texts("target_modules");
    }

    private static SortedMap<String, HostTensor> tensors(Path file) {
        SortedMap<String, HostTensor> tensors = new TreeMap<>();
        try (Safetensors stored = Safetensors.open(file)) {
            for (String name : stored.names()) {
                tensors.put(name, stored.read(name));
            }
        }
        return tensors;
    }

    private static @Nullable String nullable(Json json, String key) {
        return json.has(key) ? json.text(key) : null;
    }

    private static Map<String, @Nullable Object> configOf(PeftAdapter adapter) {
        LoraConfig lora = adapter.config();
        boolean whole = lora.alpha() == Math.rint(lora.alpha()) && lora.alpha() < Integer.MAX_VALUE;
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("alpha_pattern", Map.of());
        config.put("base_model_name_or_path", adapter.baseModel());
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("inference_mode", true);
        config.put("init_lora_weights", true);
        config.put("lora_alpha", whole ? (Object) (int) lora.alpha() : (Object) lora.alpha());
        config.put("lora_dropout", lora.dropout());
        config.put("modules_to_save", null);
        config.put("peft_type", "LORA");
        config.put("peft_version", PEFT_VERSION);
        config.put("r", lora.rank());
        config.put("rank_pattern", Map.of());
        config.put("revision", adapter.revision());
        config.put("target_modules", lora.targets());
        config.put("task_type", "CAUSAL_LM");
        config.put("use_dora", false);
        config.put("use_rslora", lora.rsLora());
        return config;
    }
}
