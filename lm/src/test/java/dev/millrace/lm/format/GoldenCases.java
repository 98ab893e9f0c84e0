package dev.millrace.lm.format;

import java.nio.file.Path;
import java.util.List;

/** The golden cases among the test resources: one complete model folder a family. */
public final class GoldenCases {
    public static final Path ROOT =
            Path.of("src", "test", "resources", "golden").toAbsolutePath();
    public static final List<String> FAMILIES = List.of("llama", "llama31", "mistral", "qwen2", "qwen3");

    private GoldenCases() {}

    public static Path folder(String name) {
        return ROOT.resolve(name);
    }
}
