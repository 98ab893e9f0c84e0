package dev.millrace.lm.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model folder written anew in the other forms that Hugging Face folders come in, weights and config.json only: the same model
 * must come out of each. Small models only: a shard is built in memory.
 */
final class FolderForms {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "config.json";
    private static final String SHARD = "model-%05d-of-%05d.safetensors";
    private static final int SHARDS = 3;

    private final Path folder;

    FolderForms(Path folder) {
        this.folder = folder;
    }

    /** F32 in shards with an index, tensors dealt out in turn, so that every block lies in several files. */
    void writeSharded(Path to) throws IOException {
        List<Map<String, TensorData>> shards = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new LinkedHashMap<>());
        }
        ObjectNode index = JSON.createObjectNode();
        try (Safetensors weights = Safetensors.open(folder)) {
            int next = 0;
            for (String name : weights.names()) {
                int shard = next++ % SHARDS;
                shards.get(shard).put(name, TensorData.f32(weights.read(name)));
                index.withObjectProperty("weight_map").put(name, SHARD.formatted(shard + 1, SHARDS));
            }
            for (int i = 0; i < SHARDS; i++) {
                Safetensors.write(to.resolve(SHARD.formatted(i + 1, SHARDS)), shards.get(i), Map.of("format", "pt"));
            }
        }
        Files.writeString(to.resolve("model.safetensors.index.json"), index.toString());
        Files.copy(folder.resolve(CONFIG), to.resolve(CONFIG));
    }

    /** One file, rounded to bf16. */
    void writeBfloat16(Path to) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (Safetensors weights = Safetensors.open(folder)) {
            for (String name : weights.names()) {
                tensors.put(name, TensorData.bf16(weights.read(name)));
            }
            Safetensors.write(to.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
        }
        Files.copy(folder.resolve(CONFIG), to.resolve(CONFIG));
    }

    /** config.json in the other spelling: transformers nests the rope settings from its version 5 on, and kept them flat before. */
    ObjectNode respelled() {
        if (!(JsonFiles.read(folder.resolve(CONFIG)) instanceof ObjectNode config)) {
            throw new FormatException(folder.resolve(CONFIG) + " holds no JSON object");
        }
        if (config.get("rope_parameters") instanceof ObjectNode rope) {
            flatten(config, rope);
        } else {
            nest(config);
        }
        return config;
    }

    private static void flatten(ObjectNode config, ObjectNode rope) {
        config.remove("rope_parameters");
        rename(config, "dtype", "torch_dtype");
        if (rope.has("rope_theta")) {
            config.set("rope_theta", rope.remove("rope_theta"));
        }
        boolean scaled = !rope.path("rope_type").asText("default").equals("default");
        config.set("rope_scaling", scaled ? rope : config.nullNode());
    }

    private static void nest(ObjectNode config) {
        rename(config, "torch_dtype", "dtype");
        ObjectNode rope = config.remove("rope_scaling") instanceof ObjectNode scaling
                ? scaling
                : config.objectNode().put("rope_type", "default");
        rename(rope, "type", "rope_type");
        rename(config, "rope_theta", "rope_theta", rope);
        config.set("rope_parameters", rope);
    }

    private static void rename(ObjectNode config, String from, String to) {
        rename(config, from, to, config);
    }

    private static void rename(ObjectNode config, String from, String to, ObjectNode target) {
        if (config.has(from)) {
            target.set(to, config.remove(from));
        }
    }
}
