package dev.millrace.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Measures the way from events to examples: each subcommand does one kind of work, prints what it took as one line of JSON, and ends. Broker,
 * services and load share this JVM and this machine's cores; the registry has a process of its own, as in the embedded platform.
 */
@Command(
        name = "pipeline-bench",
        mixinStandardHelpOptions = true,
        subcommands = {JudgingBench.class, TopologyBench.class, LatencyBench.class, IngestBench.class})
public final class PipelineBench {

    private PipelineBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PipelineBench()).execute(arguments));
    }
}
