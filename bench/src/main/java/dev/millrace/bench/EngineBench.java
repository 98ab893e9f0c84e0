package dev.millrace.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Measures the engine, or curation, once: each subcommand does one kind of work, prints what it took as one line of JSON, and ends. Memory is
 * the most that the process ever had resident (VmHWM), heap, libraries and mapped weights included.
 */
@Command(
        name = "engine-bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainingBench.class,
            DecodingBench.class,
            LoadingBench.class,
            ProductBench.class,
            RedactionBench.class
        })
public final class EngineBench {

    private EngineBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EngineBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
