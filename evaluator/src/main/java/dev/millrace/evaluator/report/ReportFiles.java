package dev.millrace.evaluator.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.evaluator.holdout.AnswerSample;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.HoldoutFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code report.md} for people and {@code report.json} for programs. */
public final class ReportFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportFiles() {}

    public static void write(Path folder, EvaluationReport report, List<AnswerSample> samples) throws IOException {
        Files.writeString(folder.resolve("report.md"), markdown(report, samples));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("report", JSON.readTree(report.toString()));
        json.put("samples", samples);
        Files.writeString(
                folder.resolve("report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    /** The report as a person reads it. */
    public static String markdown(EvaluationReport report, List<AnswerSample> samples) {
        StringBuilder text = new StringBuilder();
        line(text, "# Adapter %s: %s%n", shortened(report.getAdapterId()), verdict(report));
        line(text, "%s%n", report.getSummary());
        line(
                text,
                "Domain %s, snapshot %d (%s), judged %s.%n",
                report.getDomain(),
                report.getSnapshotSequence(),
                shortened(report.getSnapshotId()),
                report.getEvaluatedAt());
        HoldoutFigures figures = report.getHoldout();
        if (figures != null) {
            losses(text, figures);
        }
        line(
                text,
                "## Checks%n%n| check | measured | expected | verdict | what it is |%n| --- | --- | --- | --- | --- |");
        report.getChecks().forEach(check -> check(text, check));
        if (!samples.isEmpty()) {
            line(text, "%n## Answers%n%nQuestions drawn from the holdout; neither model has seen them.");
            samples.forEach(sample -> answers(text, sample));
        }
        return text.toString();
    }

    private static void losses(StringBuilder text, HoldoutFigures figures) {
        line(
                text,
                "## Losses%n%nIn nats per token of the assistant's words, lower is better, on %s.%n",
                figures.getPrecision());
        line(text, "| model | loss | candidate minus it | 95 %% interval |%n| --- | --- | --- | --- |");
        line(
                text,
                "| base | %.4f | %+.4f | %+.4f to %+.4f |",
                figures.getBaseLoss(),
                figures.getBaseDelta(),
                figures.getBaseDeltaLow(),
                figures.getBaseDeltaHigh());
        Double champion = figures.getChampionLoss();
        if (champion != null) {
            line(
                    text,
                    "| champion | %.4f | %+.4f | %+.4f to %+.4f |",
                    champion,
                    figures.getDelta(),
                    figures.getDeltaLow(),
                    figures.getDeltaHigh());
        }
        line(text, "| candidate | %.4f | | |%n", figures.getCandidateLoss());
        line(
                text,
                "%d conversations of %d customers%s; %d left out because an adapter was trained on the same words. "
                        + "This holdout was used %d times before.%n",
                figures.getItems(),
                figures.getSubjects(),
                figures.getSubjectsKnown() ? "" : " (subjects: unknown, so each conversation counts as one)",
                figures.getExcluded(),
                figures.getEarlierUses());
    }

    private static void check(StringBuilder text, EvaluationCheck check) {
        line(
                text,
                "| %s | %s | %s | %s | %s |",
                check.getName(),
                number(check.getValue()),
                number(check.getThreshold()),
                check.getVerdict().name().toLowerCase(Locale.ROOT),
                check.getDetail());
    }

    private static void answers(StringBuilder text, AnswerSample sample) {
        line(text, "%n> %s%n", quoted(sample.question()));
        line(text, "- **agent**: %s", quoted(sample.agent()));
        line(text, "- **base**: %s", quoted(sample.base()));
        line(text, "- **adapter**: %s", quoted(sample.adapter()));
    }

    private static String quoted(String words) {
        return words.isBlank() ? "(nothing)" : words.replaceAll("\\s+", " ").strip();
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
        return whole ? Long.toString(value.longValue()) : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String verdict(EvaluationReport report) {
        return report.getVerdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String shortened(String id) {
        return id.length() <= 12 ? id : id.substring(0, 12);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
