package dev.millrace.lm.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of a model folder beside its weights: what a folder made from it takes over. */
final class ModelFolder {
    static final String CONFIG = "config.json";
    private static final List<String> WEIGHTS = List.of(
            ".safetensors", ".safetensors.index.json", ".bin", ".pt", ".pth", ".h5", ".msgpack", ".gguf", ".onnx");
    private static final String CARD = "README.md";

    private ModelFolder() {}

    /** Copies tokenizer, template, generation settings and licence, not the weights, the configuration and the card. */
    static void copyCompanions(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(ModelFolder::isCompanion).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static boolean isCompanion(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.startsWith(".")
                && !name.equals(CONFIG)
                && !name.equals(CARD)
                && WEIGHTS.stream().noneMatch(name::endsWith);
    }

    /** Copies config.json with the type of its weights and with a change. */
    static void copyConfig(Path from, Path to, String type, Consumer<ObjectNode> change) throws IOException {
        Json config = Json.read(from.resolve(CONFIG));
        if (!(config.node().deepCopy() instanceof ObjectNode node)) {
            throw new FormatException(from.resolve(CONFIG) + " holds no JSON object");
        }
        node.put(node.has("dtype") ? "dtype" : "torch_dtype", type);
        change.accept(node);
        Files.writeString(to.resolve(CONFIG), node.toPrettyString() + "\n");
    }

    static void writeCard(Path to, String text) throws IOException {
        Files.writeString(to.resolve(CARD), text);
    }
}
