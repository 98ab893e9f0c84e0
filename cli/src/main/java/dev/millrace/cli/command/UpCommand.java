package dev.millrace.cli.command;

import dev.millrace.cli.Logs;
import dev.millrace.cli.platform.DirectoryOption;
import dev.millrace.cli.platform.PlatformConfig;
import dev.millrace.cli.platform.PlatformDirectory;
import dev.millrace.cli.platform.Supervisor;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace up}: the platform, kept running until Ctrl-C. */
@Command(
        name = "up",
        description = "Runs the platform on this machine until Ctrl-C; a second 'up' goes on where it was.")
public final class UpCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8080;

    private final Terminal terminal;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port for events; 0 takes a free one. Default: the configured one (8080).")
    private @Nullable Integer httpPort;

    public UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PlatformDirectory platform = PlatformDirectory.create(directory.path());
        Path model = baseModel.model();
        PlatformConfig.create(platform, model, DEFAULT_PORT);
        Logs.toFile(platform.log("platform"));
        StopRequest stop = StopRequest.listen();
        try {
            return run(platform, model, stop).code();
        } finally {
            stop.stopped();
        }
    }

    private ExitCode run(PlatformDirectory platform, Path model, StopRequest stop) throws Exception {
        try (Supervisor supervisor =
                Supervisor.start(platform, overrides(model), stage -> terminal.println("starting " + stage + " ..."))) {
            terminal.println(
                    "events     " + supervisor.running().http() + "  (POST /v1/tickets, /v1/chats; /openapi.yaml)");
            terminal.println("token      " + platform.token());
            terminal.println("logs       " + platform.logs());
            terminal.println("base model "
                    + supervisor.context().config().domainDefaults().baseModel());
            terminal.println("Ctrl-C stops it.");
            while (!stop.await(1)) {
                if (supervisor.failure().isPresent()) {
                    terminal.note("millrace: a service failed (%s); see %s"
                            .formatted(supervisor.failure().orElseThrow(), platform.log("platform")));
                    return ExitCode.FAILED;
                }
            }
            terminal.println("stopping ...");
        }
        terminal.println("stopped");
        return ExitCode.OK;
    }

    private Map<String, String> overrides(Path model) {
        Map<String, String> overrides = new LinkedHashMap<>();
        if (baseModel.chosen()) {
            overrides.put("domainDefaults.baseModel", model.toString());
        }
        if (httpPort != null) {
            overrides.put("http.port", httpPort.toString());
        }
        return overrides;
    }
}
