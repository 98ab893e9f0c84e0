package dev.millrace.cli.terminal;

/** ANSI styles (ECMA-48, SGR). */
public enum Style {
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    CYAN(36);

    private static final String ESCAPE = "\u001b[";

    private final int parameter;

    Style(int parameter) {
        this.parameter = parameter;
    }

    String apply(String text) {
        return ESCAPE + parameter + "m" + text + ESCAPE + "0m";
    }
}
