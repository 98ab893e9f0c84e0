package dev.millrace.lm.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter in PEFT's folder layout: {@code adapter_config.json} and {@code adapter_model.safetensors}.
 *
 * @param tensors f32, under PEFT's names ({@code base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight}); A is
 *     {@code [rank, in]}, B is {@code [out, rank]}; every A has its B
 * @param baseModel name or path of the model it belongs to, null when unknown
 * @param revision revision of that model, null when unknown
 */
public record PeftAdapter(
        LoraConfig config,
        SortedMap<String, HostTensor> tensors,
        @Nullable String baseModel,
        @Nullable String revision) {
    public static final String CONFIG_FILE = "adapter_config.json";
    public static final String WEIGHTS_FILE = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";

    public PeftAdapter {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("The adapter holds no tensors, expected pairs of lora_A and lora_B");
        }
        tensors.keySet().forEach(new Pairs(config.rank(), tensors)::check);
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    }

    public PeftAdapter(LoraConfig config, Map<String, HostTensor> tensors) {
        this(config, new TreeMap<>(tensors), null, null);
    }

    /** PEFT's name of one half of a pair; {@code module} is e.g. {@code model.layers.0.self_attn.q_proj}. */
    public static String nameOfA(String module) {
        return PREFIX + module + A;
    }

    public static String nameOfB(String module) {
        return PREFIX + module + B;
    }

    /** The module that a tensor of either name belongs to. */
    public static String moduleOf(String name) {
        return name.startsWith(PREFIX) && (name.endsWith(A) || name.endsWith(B))
                ? name.substring(PREFIX.length(), name.length() - A.length())
                : name;
    }

    public PeftAdapter forBase(@Nullable String model, @Nullable String atRevision) {
        return new PeftAdapter(config, tensors, model, atRevision);
    }

    public static PeftAdapter read(Path folder) {
        return PeftAdapterFiles.read(folder);
    }

    /** Writes both files into the folder, each whole or not at all. */
    public void write(Path folder) {
        PeftAdapterFiles.write(this, folder);
    }

    /** Every half has its partner and the rank where it belongs. */
    private record Pairs(int rank, Map<String, HostTensor> tensors) {
        void check(String name) {
            boolean a = name.endsWith(A);
            if (!a && !name.endsWith(B)) {
                throw new IllegalArgumentException(
                        name + " is no LoRA weight, expected a name ending in " + A + " or " + B);
            }
            String partner = a ? name.replace(A, B) : name.replace(B, A);
            if (!tensors.containsKey(partner)) {
                throw new IllegalArgumentException(name + " has no partner, expected " + partner);
            }
            int[] shape = Objects.requireNonNull(tensors.get(name)).shape();
            if (shape.length != 2 || shape[a ? 0 : 1] != rank) {
                throw new IllegalArgumentException(name + " is " + Arrays.toString(shape) + ", expected "
                        + (a ? "[" + rank + ", in]" : "[out, " + rank + "]"));
            }
        }
    }
}
