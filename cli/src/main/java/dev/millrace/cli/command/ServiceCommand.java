package dev.millrace.cli.command;

import dev.millrace.cli.Logs;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.platform.Services;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.service.ParentWatch;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.ServiceRunner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace service NAME}: one service as a process of its own. */
@Command(
        name = "service",
        description = "Runs one service: ingest, topics, curation, snapshotter, eraser, planner, trainer or evaluator.")
public final class ServiceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Which service.")
    private String name = "";

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Option(names = "--health-port", paramLabel = "PORT", description = "Port of health and metrics.")
    private @Nullable Integer healthPort;

    @Option(names = "--with-parent", hidden = true, description = "Ends when standard input does.")
    private boolean withParent;

    @Override
    public Integer call() {
        Function<ServiceContext, Service> service = Services.byName().get(name);
        if (service == null) {
            throw new UserError(
                    ExitCode.USAGE,
                    "there is no service '%s'; there are %s"
                            .formatted(name, Services.byName().keySet()));
        }
        if (platform.isRemote()) {
            Logs.toStandardOutput();
        } else {
            Logs.toFile(platform.directory().log(name));
        }
        if (withParent) {
            ParentWatch.start();
        }
        Map<String, String> overrides = healthPort == null ? Map.of() : Map.of("health.port", healthPort.toString());
        return ServiceRunner.run(platform.config(overrides), List.of(service)).code();
    }
}
