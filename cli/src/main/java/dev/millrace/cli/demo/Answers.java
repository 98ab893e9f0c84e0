package dev.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.schemas.event.EvaluationReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers that the evaluator drew by seed from the holdout; they stand in its report. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A question and what was answered.
     *
     * @param agent what the company's agent wrote
     */
    public record Answer(String question, String agent, String base, String adapter) {}

    private Answers() {}

    static List<Answer> of(ArtifactStore store, Optional<EvaluationReport> report) throws IOException {
        List<Answer> answers = new ArrayList<>();
        if (report.isPresent()) {
            Path folder = store.resolve(URI.create(report.get().getUri()));
            for (JsonNode sample :
                    JSON.readTree(folder.resolve("report.json").toFile()).path("samples")) {
                answers.add(new Answer(
                        sample.path("question").asText(),
                        sample.path("agent").asText(),
                        sample.path("base").asText(),
                        sample.path("adapter").asText()));
            }
        }
        return answers;
    }
}
