package dev.millrace.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.runtime.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What lies beside an adapter's weights: {@code training.json} for programs, {@code README.md} for people. */
record AdapterCard(TrainedAdapter trained) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    void write(Path folder) throws IOException {
        DurableFiles.write(folder.resolve("training.json"), bytes(PRETTY.writeValueAsString(json()) + "\n"));
        DurableFiles.write(folder.resolve("README.md"), bytes(readme()));
    }

    private JsonNode json() throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("codeVersion", codeVersion());
        json.setAll((ObjectNode) JSON.valueToTree(trained.provenance()));
        json.put("seed", trained.recipe().seed())
                .put("recipeHash", trained.recipe().hash());
        json.set("recipe", JSON.readTree(trained.recipe().toJson()));
        json.set("figures", JSON.valueToTree(trained.figures()));
        return json;
    }

    private String readme() {
        Provenance from = trained.provenance();
        Figures figures = trained.figures();
        return """
                ---
                library_name: peft
                base_model: %s
                tags: [lora, millrace]
                ---
                # LoRA adapter%s

                | | |
                |---|---|
                | base model | `%s`, SHA-256 `%s` |
                | trained on | snapshot `%s` |
                | method | %s, rank %d, %s |
                | steps | %d, the best being %d |
                | tokens | %,d at %,.0f a second |
                | loss in the last steps | %.4f nats a token |
                | validation loss | %s before, %s after |
                | made by | Millrace %s |

                `training.json` holds the whole recipe, the seed and every figure. Load it with `PeftModel.from_pretrained(base, folder)`.
                """.formatted(
                        from.baseModel(),
                        from.domain() == null ? "" : " for " + from.domain(),
                        from.baseModel(),
                        from.baseModelSha256(),
                        from.snapshotId(),
                        trained.recipe().method().name().toLowerCase(Locale.ROOT),
                        trained.recipe().rank(),
                        trained.recipe().precision().name().toLowerCase(Locale.ROOT),
                        figures.steps(),
                        figures.bestStep(),
                        figures.tokens(),
                        figures.tokensPerSecond(),
                        figures.trainLoss(),
                        loss(figures.baseValidationLoss()),
                        loss(figures.validationLoss()),
                        codeVersion());
    }

    private static String loss(@Nullable Double nats) {
        return nats == null ? "none" : String.format(Locale.ROOT, "%.4f", nats);
    }

    /** As the jar's manifest has it; classes that are run from a build directory have none. */
    private static String codeVersion() {
        return Objects.requireNonNullElse(
                AdapterCard.class.getPackage().getImplementationVersion(), "(built in place)");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
