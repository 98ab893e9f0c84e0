package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldPutNumbersToTheRightAndTextToTheLeft() {
        RecordedTerminal recorded = RecordedTerminal.plain();
        Table table = new Table("topic", "records").row("a", "1,200").row("support.tickets.v1", 7);

        table.print(recorded.terminal(), "none");

        assertThat(recorded.lines())
                .containsExactly(
                        "topic               records", "a                     1,200", "support.tickets.v1        7");
    }

    @Test
    void shouldPrintTheSentenceWhenThereIsNoRow() {
        RecordedTerminal recorded = RecordedTerminal.plain();

        new Table("job").print(recorded.terminal(), "no jobs yet");

        assertThat(recorded.lines()).containsExactly("no jobs yet");
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessage("a row of 1 cells in a table of 2 columns");
    }
}
