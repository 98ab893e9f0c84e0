package dev.millrace.cli;

import dev.millrace.runtime.ExitCode;
import java.util.ArrayList;
import java.util.List;

/** What every help text ends with: the exit codes. */
final class Footer {
    private Footer() {}

    static String[] lines() {
        List<String> lines = new ArrayList<>(List.of("", "Exit codes:"));
        for (ExitCode exit : ExitCode.values()) {
            lines.add("  %3d  %s".formatted(exit.code(), exit.meaning()));
        }
        return lines.toArray(String[]::new);
    }
}
