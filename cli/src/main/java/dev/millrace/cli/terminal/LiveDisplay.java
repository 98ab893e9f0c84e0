package dev.millrace.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One line for each stage of something long. In a terminal the lines are drawn over; elsewhere a line is printed when
 * its stage changes state, and while it runs at most every few seconds.
 *
 * <p>Thread-safe.
 */
public final class LiveDisplay {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long REPEAT_NANOS = 5_000_000_000L;
    private static final String UP = "\u001b[%dA";
    private static final String ERASE = "\u001b[2K";

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final int titleWidth;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private long drawnAt;
    private boolean drawn;

    private static final class Line {
        private StageState state = StageState.WAITING;
        private String text = "";
        private long printedAt;
    }

    public LiveDisplay(Terminal terminal, List<String> stages) {
        this(terminal, stages, System::nanoTime);
    }

    LiveDisplay(Terminal terminal, List<String> stages, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.titleWidth = stages.stream().mapToInt(String::length).max().orElse(0);
        stages.forEach(stage -> lines.put(stage, new Line()));
    }

    /** Shows where a stage stands; the text must be one line. */
    public synchronized void show(String stage, StageState state, String text) {
        Line line = lines.get(stage);
        if (line == null) {
            throw new IllegalArgumentException("no stage '%s'; there are %s".formatted(stage, lines.keySet()));
        }
        boolean changed = line.state != state;
        boolean sameText = line.text.equals(text);
        line.state = state;
        line.text = text;
        if (terminal.interactive()) {
            drawAtMostEvery(changed ? 0 : REDRAW_NANOS);
        } else if (changed || (!sameText && nanoTime.getAsLong() - line.printedAt > REPEAT_NANOS)) {
            print(stage, line);
        }
    }

    /** Draws what was held back; call it when the last stage has ended. */
    public synchronized void finish() {
        if (terminal.interactive()) {
            drawAtMostEvery(0);
        }
    }

    private void print(String stage, Line line) {
        line.printedAt = nanoTime.getAsLong();
        if (line.state != StageState.WAITING) {
            terminal.println(render(stage, line));
        }
    }

    private void drawAtMostEvery(long nanos) {
        long now = nanoTime.getAsLong();
        if (drawn && now - drawnAt < nanos) {
            return;
        }
        StringBuilder screen = new StringBuilder(drawn ? UP.formatted(lines.size()) : "");
        lines.forEach((stage, line) ->
                screen.append(ERASE).append(render(stage, line)).append('\n'));
        terminal.out().print(screen);
        terminal.out().flush();
        drawn = true;
        drawnAt = now;
    }

    private String render(String stage, Line line) {
        String title = stage + " ".repeat(titleWidth - stage.length());
        String text = "%s %s  %s".formatted(mark(line.state), terminal.styled(title, Style.BOLD), line.text);
        return terminal.interactive() ? Clip.to(terminal.columns() - 1, text) : text;
    }

    private String mark(StageState state) {
        return switch (state) {
            case WAITING -> terminal.styled(terminal.unicode() ? "·" : "..", Style.DIM);
            case RUNNING -> terminal.styled(terminal.unicode() ? "▸" : "->", Style.CYAN);
            case DONE -> terminal.mark(true);
            case FAILED -> terminal.mark(false);
        };
    }
}
