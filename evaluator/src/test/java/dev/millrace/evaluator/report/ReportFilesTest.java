package dev.millrace.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.evaluator.holdout.AnswerSample;
import dev.millrace.schemas.event.CheckVerdict;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.HoldoutFigures;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    private static final AnswerSample SAMPLE =
            new AnswerSample("id", "Where is\nmy invoice?", "Under Billing.", "", "Under **Billing**.");

    @TempDir
    Path folder;

    @Test
    void shouldTellVerdictLossesChecksAndAnswersWhenPromoted() {
        // When
        String text = ReportFiles.markdown(report(-0.2), List.of(SAMPLE));

        // Then
        assertThat(text).isEqualTo("""
                # Adapter 0123456789ab: promoted

                Promoted: better.

                Domain numbers, snapshot 4 (snapshot), judged 2026-01-02T03:04:05Z.

                ## Losses

                In nats per token of the assistant's words, lower is better, on bf16.

                | model | loss | candidate minus it | 95 % interval |
                | --- | --- | --- | --- |
                | base | 2.0000 | -0.2000 | -0.3000 to -0.1000 |
                | champion | 1.9000 | -0.1000 | -0.1500 to -0.0500 |
                | candidate | 1.8000 | | |

                12 conversations of 6 customers (subjects: unknown, so each conversation counts as one); \
                1 left out because an adapter was trained on the same words. This holdout was used 2 times before.

                ## Checks

                | check | measured | expected | verdict | what it is |
                | --- | --- | --- | --- | --- |
                | loss-delta-upper-bound | -0.0500 | 0 | passed | candidate minus champion |
                | files-match-event |  |  | passed | 2 files |

                ## Answers

                Questions drawn from the holdout; neither model has seen them.

                > Where is my invoice?

                - **agent**: Under Billing.
                - **base**: (nothing)
                - **adapter**: Under **Billing**.
                """);
    }

    @Test
    void shouldWriteJsonThatParsesWhenALossIsNotANumber() throws IOException {
        // When
        ReportFiles.write(folder, report(Double.NaN), List.of(SAMPLE));

        // Then
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.at("/report/verdict").asText()).isEqualTo("PROMOTED");
        assertThat(json.at("/report/holdout/baseDelta").asText()).isEqualTo("NaN");
        assertThat(json.at("/samples/0/adapter").asText()).isEqualTo("Under **Billing**.");
    }

    private static EvaluationReport report(double baseDelta) {
        return EvaluationReport.newBuilder()
                .setAdapterId("0123456789abcdef")
                .setDomain("numbers")
                .setSnapshotId("snapshot")
                .setSnapshotSequence(4)
                .setVerdict(Verdict.PROMOTED)
                .setSummary("Promoted: better.")
                .setChecks(List.of(
                        new EvaluationCheck(
                                "loss-delta-upper-bound", -0.05, 0.0, CheckVerdict.PASSED, "candidate minus champion"),
                        new EvaluationCheck("files-match-event", null, null, CheckVerdict.PASSED, "2 files")))
                .setHoldout(figures(baseDelta))
                .setUri("artifact:///reports/numbers/0123456789abcdef")
                .setEvaluatedAt(Instant.parse("2026-01-02T03:04:05Z"))
                .build();
    }

    private static HoldoutFigures figures(double baseDelta) {
        return HoldoutFigures.newBuilder()
                .setItems(12)
                .setSubjects(6)
                .setExcluded(1)
                .setSubjectsKnown(false)
                .setBaseLoss(2)
                .setChampionLoss(1.9)
                .setCandidateLoss(1.8)
                .setDelta(-0.1)
                .setDeltaLow(-0.15)
                .setDeltaHigh(-0.05)
                .setBaseDelta(baseDelta)
                .setBaseDeltaLow(-0.3)
                .setBaseDeltaHigh(-0.1)
                .setEarlierUses(2)
                .setPrecision("bf16")
                .build();
    }
}
