package dev.millrace.cli.demo;

import java.util.List;

/** What a demonstration came to, and questions of the holdout with the answers of base and adapter. */
public record DemoResult(DemoSummary summary, List<Answers.Answer> answers) {
    public DemoResult {
        answers = List.copyOf(answers);
    }
}
