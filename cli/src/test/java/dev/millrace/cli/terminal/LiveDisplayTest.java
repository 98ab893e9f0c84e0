package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldPrintALinePerChangeOfStateAndNoEscapeWhenOutputIsAFile() {
        RecordedTerminal recorded = RecordedTerminal.plain();
        LiveDisplay display = display(recorded, "events", "training");

        display.show("events", StageState.RUNNING, "1");
        display.show("events", StageState.RUNNING, "2");
        display.show("events", StageState.DONE, "3");
        display.finish();

        assertThat(recorded.lines()).containsExactly("-> events    1", "ok events    3");
    }

    @Test
    void shouldRepeatARunningStageAfterSomeSecondsWhenOutputIsAFile() {
        RecordedTerminal recorded = RecordedTerminal.plain();
        LiveDisplay display = display(recorded, "training");

        display.show("training", StageState.RUNNING, "10 %");
        clock.addAndGet(6_000_000_000L);
        display.show("training", StageState.RUNNING, "20 %");

        assertThat(recorded.lines()).containsExactly("-> training  10 %", "-> training  20 %");
    }

    @Test
    void shouldDrawOverItsLinesInATerminal() {
        RecordedTerminal recorded = RecordedTerminal.interactive(80);
        LiveDisplay display = display(recorded, "a", "b");

        display.show("a", StageState.RUNNING, "x");
        display.show("b", StageState.FAILED, "y");

        assertThat(recorded.out()).contains("\u001b[2A").contains("▸").contains("✗");
        assertThat(recorded.out().lines()).hasSize(4);
    }

    @Test
    void shouldNotWrapLongLinesInATerminal() {
        RecordedTerminal recorded = RecordedTerminal.interactive(20);

        display(recorded, "a").show("a", StageState.RUNNING, "x".repeat(100));

        String shown = recorded.out().replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
        assertThat(shown.stripTrailing()).hasSize(19);
    }

    @Test
    void shouldNameTheStagesWhenThereIsNoSuchStage() {
        LiveDisplay display = display(RecordedTerminal.plain(), "a");

        assertThatThrownBy(() -> display.show("z", StageState.DONE, "")).hasMessage("no stage 'z'; there are [a]");
    }

    private LiveDisplay display(RecordedTerminal recorded, String... stages) {
        return new LiveDisplay(recorded.terminal(), List.of(stages), clock::get);
    }
}
