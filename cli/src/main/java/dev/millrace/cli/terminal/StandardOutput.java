package dev.millrace.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * The results of a terminal as a stream, which ends with an error when nobody reads them any more, as behind {@code head}. Put
 * a buffer before it. Closing it leaves the terminal open.
 */
public final class StandardOutput extends Writer {
    private final PrintWriter out;

    public StandardOutput(Terminal terminal) {
        this.out = terminal.out();
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        out.write(characters, offset, length);
        flush();
    }

    @Override
    public void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("standard output was closed by its reader");
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
