package dev.millrace.cli.terminal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A terminal that remembers what was written to it. */
public final class RecordedTerminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal;

    private RecordedTerminal(boolean interactive, boolean color, boolean unicode, int columns) {
        terminal = new Terminal(
                new PrintWriter(out, true), new PrintWriter(err, true), interactive, color, unicode, columns);
    }

    public static RecordedTerminal plain() {
        return new RecordedTerminal(false, false, false, 100);
    }

    public static RecordedTerminal interactive(int columns) {
        return new RecordedTerminal(true, true, true, columns);
    }

    public Terminal terminal() {
        return terminal;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    public List<String> lines() {
        return out.toString().lines().toList();
    }
}
