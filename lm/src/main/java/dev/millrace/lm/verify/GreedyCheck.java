package dev.millrace.lm.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lm.generate.GenerationOptions;
import dev.millrace.lm.generate.Generator;
import dev.millrace.lm.model.LanguageModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The greedy continuation of a prompt. */
final class GreedyCheck {
    private GreedyCheck() {}

    static Finding check(LanguageModel model, Path folder) {
        JsonNode expected = JsonFiles.read(folder.resolve("generate.json"));
        List<Integer> continuation = JsonFiles.integers(expected.path("continuation"));
        int[] prompt = JsonFiles.integers(expected.path("prompt")).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        int[] found = new Generator(model).generate(prompt, GenerationOptions.greedy(continuation.size()), token -> {});
        Differences differences = new Differences();
        differences.compare(continuation, Arrays.stream(found).boxed().toList());
        return differences.finding();
    }
}
