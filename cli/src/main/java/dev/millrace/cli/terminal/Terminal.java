package dev.millrace.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * <p>Plain unless standard output is a terminal; {@code NO_COLOR} (no-color.org) and {@code TERM=dumb} are honoured.
 *
 * @param interactive whether lines may be drawn over
 * @param color whether styles are shown
 * @param unicode whether bars and marks may leave ASCII
 * @param columns width, for what must fit into a line
 */
public record Terminal(
        PrintWriter out, PrintWriter err, boolean interactive, boolean color, boolean unicode, int columns) {

    private static final int PLAIN_COLUMNS = 100;

    /** The terminal of this process, as the launch script and the environment describe it. */
    public static Terminal detect(Map<String, String> environment) {
        boolean tty = Boolean.getBoolean("millrace.tty");
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean color = tty && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        int columns = Integer.getInteger("millrace.columns", PLAIN_COLUMNS);
        return new Terminal(
                writer(System.out), writer(System.err), tty && !dumb, color, speaksUnicode(environment), columns);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static boolean speaksUnicode(Map<String, String> environment) {
        String locale = environment.getOrDefault("LC_ALL", "");
        locale = locale.isEmpty() ? environment.getOrDefault("LC_CTYPE", "") : locale;
        locale = locale.isEmpty() ? environment.getOrDefault("LANG", "") : locale;
        String lower = locale.toLowerCase(Locale.ROOT);
        return lower.contains("utf-8") || lower.contains("utf8");
    }

    public String styled(String text, Style... styles) {
        String styled = text;
        for (Style style : styles) {
            styled = color ? style.apply(styled) : styled;
        }
        return styled;
    }

    public void println(String line) {
        out.println(line);
    }

    /** A line that is not a result. */
    public void note(String line) {
        err.println(line);
    }

    /** The mark of something that is as it should be, or is not. */
    public String mark(boolean good) {
        String mark = good ? unicode ? "✓" : "ok" : unicode ? "✗" : "!!";
        return styled(mark, good ? Style.GREEN : Style.RED);
    }
}
