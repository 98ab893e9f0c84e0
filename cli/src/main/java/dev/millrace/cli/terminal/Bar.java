package dev.millrace.cli.terminal;

/** A progress bar as text. */
public final class Bar {
    private Bar() {}

    /** A bar of a width in characters; a fraction outside 0 to 1 is cut off. */
    public static String of(Terminal terminal, double fraction, int width) {
        double bounded = Math.max(0, Math.min(1, fraction));
        int filled = (int) Math.round(bounded * width);
        String full = terminal.unicode() ? "█" : "#";
        String empty = terminal.unicode() ? "░" : ".";
        return full.repeat(filled) + terminal.styled(empty.repeat(width - filled), Style.DIM);
    }
}
