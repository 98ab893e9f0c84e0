package dev.millrace.cli.command;

import dev.millrace.cli.Logs;
import dev.millrace.cli.demo.Demo;
import dev.millrace.cli.demo.DemoOptions;
import dev.millrace.cli.demo.DemoResult;
import dev.millrace.cli.platform.PlatformConfig;
import dev.millrace.cli.platform.PlatformDirectory;
import dev.millrace.cli.platform.Supervisor;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}: everything from events to a ready adapter, on data of an invented company. */
@Command(
        name = "demo",
        description = "Streams an invented company's tickets and chats through the whole platform to a ready adapter.")
public final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Data directory; default: a new one among the temporary files.")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Leaves the platform running until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the stream; default: ${DEFAULT-VALUE}.",
            defaultValue = "7")
    private long seed = 7;

    @Option(
            names = "--conversations",
            paramLabel = "N",
            description = "How many tickets and chats; default: ${DEFAULT-VALUE}.",
            defaultValue = "1300")
    private int conversations = 1300;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second; default: ${DEFAULT-VALUE}.",
            defaultValue = "500")
    private double rate = 500;

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PlatformDirectory platform =
                PlatformDirectory.create(directory == null ? Files.createTempDirectory("millrace-demo") : directory);
        if (Files.exists(platform.kafka())) {
            throw new UserError(
                    ExitCode.USAGE, platform.root() + " holds a platform already; a demonstration needs a new --dir");
        }
        Path model = baseModel.model();
        Demo demo = new Demo(new DemoOptions(platform, model, seed, conversations, rate), terminal);
        PlatformConfig.create(platform, demo.configuration());
        Logs.toFile(platform.log("platform"));
        terminal.println("data and logs: " + platform.root());
        StopRequest stop = StopRequest.listen();
        try {
            return run(platform, demo, stop).code();
        } finally {
            stop.stopped();
        }
    }

    private ExitCode run(PlatformDirectory platform, Demo demo, StopRequest stop) throws Exception {
        DemoResult result;
        try (Supervisor supervisor = Supervisor.start(platform, Map.of(), demo::starting)) {
            result = demo.run(supervisor, stop::isAsked);
            new SummaryPrinter(terminal).print(result, platform);
            if (keep && !stop.isAsked()) {
                terminal.println("The platform goes on at %s; Ctrl-C stops it. Ask it something:"
                        .formatted(supervisor.running().http()));
                terminal.println("  ./millrace ask --dir %s --domain larkspur \"...\"".formatted(platform.root()));
                printJson(result);
                awaitStop(stop);
            }
        }
        if (!keep) {
            printJson(result);
        }
        if (result.summary().ready()) {
            return ExitCode.OK;
        }
        return stop.isAsked() ? ExitCode.INTERRUPTED : ExitCode.FAILED;
    }

    private static void awaitStop(StopRequest stop) throws InterruptedException {
        boolean asked = false;
        while (!asked) {
            asked = stop.await(1);
        }
    }

    private void printJson(DemoResult result) {
        if (json.chosen()) {
            JsonOption.print(terminal, result.summary());
        }
    }
}
