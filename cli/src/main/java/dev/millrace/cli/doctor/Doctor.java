package dev.millrace.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Runs every check. One that fails by itself is a finding too. */
public final class Doctor {
    private final List<Supplier<Finding>> checks;

    /**
     * @param directory where a platform would keep its data
     * @param httpPort where it would listen; 0 for any
     */
    public Doctor(Path directory, int httpPort) {
        this.checks = List.of(
                JavaChecks::version,
                JavaChecks::compiler,
                BuildTools::maven,
                MachineChecks::platform,
                MachineChecks::cores,
                MachineChecks::memory,
                () -> DirectoryChecks.writable(directory),
                () -> DirectoryChecks.space(directory),
                () -> MachineChecks.port(httpPort),
                EngineChecks::nativeLibrary,
                EngineChecks::device,
                EngineChecks::baseModel);
    }

    public List<Finding> examine() {
        return checks.stream().map(Doctor::run).toList();
    }

    private static Finding run(Supplier<Finding> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Finding.problem("check", "a check failed by itself: " + e, "report it with this line");
        }
    }
}
