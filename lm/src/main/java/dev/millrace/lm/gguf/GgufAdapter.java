package dev.millrace.lm.gguf;

import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a LoRA adapter as a file that llama.cpp loads beside its base (and Ollama up to 0.34.0). llama.cpp scales by
 * alpha/rank and knows no rank-stabilized adapters, so for those alpha is written as alpha·√rank.
 */
public final class GgufAdapter {
    private final Architecture architecture;
    private final List<GgufTensor> tensors = new ArrayList<>();

    private GgufAdapter(ModelConfig base) {
        this.architecture = Architecture.of(base);
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param base whose tensors the adapter is checked against
     */
    public static void write(PeftAdapter adapter, MergedWeights base, String name, Path file) {
        GgufAdapter made = new GgufAdapter(base.base().config());
        for (String tensor : base.base().layout().names()) {
            if (base.isUpdated(tensor)) {
                made.add(tensor, adapter);
            }
        }
        Gguf.write(file, made.metadata(name, adapter.config()), made.tensors);
    }

    private Map<String, GgufValue> metadata(String name, LoraConfig lora) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", GgufValue.text(architecture.name()));
        metadata.put("general.type", GgufValue.text("adapter"));
        metadata.put("general.name", GgufValue.text(name));
        metadata.put("general.file_type", GgufValue.u32(0));
        metadata.put("adapter.type", GgufValue.text("lora"));
        metadata.put("adapter.lora.alpha", GgufValue.f32(lora.scale() * lora.rank()));
        return metadata;
    }

    private void add(String name, PeftAdapter adapter) {
        String module = name.substring(0, name.length() - ".weight".length());
        HostTensor a = adapter.tensors().get(PeftAdapter.nameOfA(module));
        HostTensor b = adapter.tensors().get(PeftAdapter.nameOfB(module));
        String target = architecture.tensorName(name);
        tensors.add(f32(target + ".lora_a", a));
        tensors.add(f32(target + ".lora_b", architecture.inOrder(name, b)));
    }

    private static GgufTensor f32(String name, HostTensor tensor) {
        return GgufTensor.of(name, GgmlType.F32, GgufModel.wide(tensor.shape()), () -> tensor);
    }
}
