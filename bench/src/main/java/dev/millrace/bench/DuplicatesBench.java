package dev.millrace.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures the search for near duplicates: each subcommand does one kind of work, prints what it took as one line of JSON, and ends. */
@Command(
        name = "duplicates-bench",
        mixinStandardHelpOptions = true,
        subcommands = {SignatureBench.class, LookUpBench.class})
public final class DuplicatesBench {

    private DuplicatesBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DuplicatesBench()).execute(arguments));
    }
}
