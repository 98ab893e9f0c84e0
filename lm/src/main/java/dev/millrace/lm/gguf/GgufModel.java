package dev.millrace.lm.gguf;

import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.RopeScaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a model, with an adapter merged or without, as one file that llama.cpp and Ollama run. One tensor is in memory at a
 * time.
 *
 * <p>Vectors are f32 whatever the type asked for, as llama.cpp needs them. With Q4_0 the embedding and the output matrix are
 * Q8_0: they are what the perplexity of small models depends on most, and llama.cpp's own quantizer keeps the output matrix
 * finer too. A matrix whose rows are no whole blocks becomes F16, which the log says.
 */
public final class GgufModel {
    private static final Logger LOG = LoggerFactory.getLogger(GgufModel.class);
    private static final Map<GgmlType, Integer> FILE_TYPES =
            Map.of(GgmlType.F32, 0, GgmlType.F16, 1, GgmlType.Q4_0, 2, GgmlType.Q8_0, 7, GgmlType.BF16, 32);

    private final MergedWeights weights;
    private final GgmlType type;
    private final Architecture architecture;

    private GgufModel(MergedWeights weights, GgmlType type) {
        this.weights = weights;
        this.type = type;
        this.architecture = Architecture.of(weights.base().config());
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param name of the model, shown by programs that load it
     */
    public static void write(MergedWeights weights, GgmlType type, String name, Path file) {
        Integer fileType = FILE_TYPES.get(type);
        if (fileType == null) {
            throw new IllegalArgumentException(
                    "a model cannot be written as " + type + ", expected one of " + FILE_TYPES.keySet());
        }
        GgufModel model = new GgufModel(weights, type);
        Map<String, GgufValue> metadata = ModelMetadata.of(weights.base().folder(), model.architecture, name, fileType);
        Gguf.write(file, metadata, model.tensors());
    }

    private List<GgufTensor> tensors() {
        List<GgufTensor> tensors = new ArrayList<>();
        ModelConfig config = architecture.config();
        if (config.ropeScaling() != null) {
            tensors.add(ropeFactors(config, config.ropeScaling()));
        }
        for (String name : weights.base().layout().names()) {
            int[] shape = weights.base().layout().shape(name);
            tensors.add(GgufTensor.of(
                    architecture.tensorName(name),
                    typeOf(name, shape),
                    wide(shape),
                    () -> architecture.inOrder(name, weights.read(name))));
        }
        return tensors;
    }

    private GgmlType typeOf(String name, int[] shape) {
        if (shape.length == 1) {
            return GgmlType.F32;
        }
        boolean outside = name.startsWith("model.embed_tokens") || name.startsWith("lm_head");
        GgmlType wanted = outside && type == GgmlType.Q4_0 ? GgmlType.Q8_0 : type;
        if (shape[1] % wanted.blockElements() == 0) {
            return wanted;
        }
        LOG.warn(
                "{} has rows of {} weights, no multiple of {}: written as F16 in place of {}",
                name,
                shape[1],
                wanted.blockElements(),
                wanted);
        return GgmlType.F16;
    }

    /** By what Llama 3.1's scaling divides each frequency; llama.cpp takes the factors, not the formula. */
    private static GgufTensor ropeFactors(ModelConfig config, RopeScaling scaling) {
        int half = config.headDim() / 2;
        float[] factors = new float[half];
        for (int i = 0; i < half; i++) {
            double frequency = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
            factors[i] = (float) (frequency / scaling.apply(frequency));
        }
        HostTensor tensor = new HostTensor(new int[] {half}, factors);
        return GgufTensor.of("rope_freqs.weight", GgmlType.F32, new long[] {half}, () -> tensor);
    }

    static long[] wide(int[] shape) {
        long[] wide = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            wide[i] = shape[i];
        }
        return wide;
    }
}
