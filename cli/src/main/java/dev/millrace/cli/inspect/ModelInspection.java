package dev.millrace.cli.inspect;

import dev.millrace.cli.inspect.Inspection.StoredTensor;
import dev.millrace.lm.format.BitsandbytesConfig;
import dev.millrace.lm.format.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Hugging Face model folder. */
final class ModelInspection {
    private ModelInspection() {}

    static Inspection of(Path folder) {
        ModelConfig config = ModelConfig.read(folder);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("family", config.family());
        facts.put("parameters", config.parameters());
        facts.put("layers", config.layers());
        facts.put("hiddenSize", config.hiddenSize());
        facts.put("intermediateSize", config.intermediateSize());
        facts.put("heads", config.heads());
        facts.put("keyValueHeads", config.kvHeads());
        facts.put("headDim", config.headDim());
        facts.put("vocabulary", config.vocabSize());
        facts.put("positions", config.maxPositions());
        facts.put("ropeTheta", config.ropeTheta());
        facts.put("ropeScaling", config.ropeScaling() == null ? "none" : "llama3");
        facts.put("slidingWindow", config.slidingWindow() == null ? "none" : config.slidingWindow());
        facts.put("tiedHead", config.tiedHead());
        facts.put("quantization", BitsandbytesConfig.isNf4(folder) ? "nf4 with double quantization" : "none");
        facts.put("tokenizer", Files.isRegularFile(folder.resolve("tokenizer.json")) ? "tokenizer.json" : "missing");
        List<StoredTensor> tensors = TensorFiles.of(folder);
        TensorFiles.addSizes(facts, tensors);
        return new Inspection("model folder", facts, tensors);
    }
}
