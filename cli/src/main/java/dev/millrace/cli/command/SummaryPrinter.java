package dev.millrace.cli.command;

import dev.millrace.cli.demo.Answers;
import dev.millrace.cli.demo.DemoResult;
import dev.millrace.cli.demo.DemoSummary;
import dev.millrace.cli.platform.PlatformDirectory;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The end of a demonstration in words. */
final class SummaryPrinter {
    private final Terminal terminal;

    SummaryPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The answers, then the figures. */
    void print(DemoResult result, PlatformDirectory platform) {
        result.answers().forEach(this::print);
        DemoSummary summary = result.summary();
        terminal.println("");
        terminal.println(
                terminal.styled(summary.ready() ? "An adapter is ready." : "No adapter is ready.", Style.BOLD));
        line("events", Figures.count(summary.events()));
        line(
                "conversations",
                "%s (%s accepted, %s rejected)"
                        .formatted(
                                Figures.count(summary.conversations()),
                                Figures.count(summary.accepted()),
                                Figures.count(summary.rejected().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())));
        Double base = summary.baseLoss();
        Double adapter = summary.adapterLoss();
        if (base != null && adapter != null) {
            line("holdout loss", losses(base, adapter, summary));
        }
        line("training", "%s tokens/s".formatted(number(summary.trainTokensPerSecond())));
        line("wall time", String.format(Locale.ROOT, "%.1f s", summary.wallSeconds()));
        line("peak memory", summary.peakMemoryMb() + " MiB in all processes");
        String path = summary.adapterPath();
        if (path != null) {
            line("adapter", path);
        }
        line("data", platform.root() + " (delete it when you are done)");
    }

    private static String losses(double base, double adapter, DemoSummary summary) {
        return String.format(
                Locale.ROOT,
                "%.4f -> %.4f nats per token (difference %.4f, 95 %% interval %s to %s)",
                base,
                adapter,
                adapter - base,
                loss(summary.lossDeltaLow()),
                loss(summary.lossDeltaHigh()));
    }

    private static String loss(@Nullable Double value) {
        return value == null ? "-" : Figures.loss(value);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private void line(String title, String text) {
        terminal.println("  %s  %s".formatted(terminal.styled("%-13s".formatted(title), Style.DIM), text));
    }

    private void print(Answers.Answer answer) {
        terminal.println("");
        terminal.println(terminal.styled("? " + oneLine(answer.question()), Style.BOLD));
        terminal.println("  base     " + oneLine(answer.base()));
        terminal.println("  adapter  " + terminal.styled(oneLine(answer.adapter()), Style.GREEN));
        terminal.println("  agent    " + terminal.styled(oneLine(answer.agent()), Style.DIM));
    }

    private static String oneLine(String text) {
        return text.isBlank() ? "(nothing)" : text.strip().replaceAll("\\s+", " ");
    }
}
