package dev.millrace.cli.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a service's own JVM. It is started with SIGINT ignored, so that Ctrl-C in a terminal reaches the
 * supervisor alone, which then stops everything in order.
 */
final class ServiceCommand {
    private static final List<String> IGNORING_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");
    private static final List<String> INHERITED =
            List.of("millrace.home", "millrace.registry.home", "logback.configurationFile");

    /** glibc: keep what libtorch frees, instead of giving it back and asking for it again every step. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("MALLOC_MMAP_THRESHOLD_", "1073741824", "MALLOC_TRIM_THRESHOLD_", "17179869184");

    private ServiceCommand() {}

    /** The heap stays small: the engine's memory is libtorch's, outside of it. */
    static List<String> of(String service, Path directory, int healthPort) {
        List<String> command = new ArrayList<>(IGNORING_INTERRUPTS);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms32m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        for (String name : INHERITED) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.millrace.cli.Millrace"));
        command.addAll(List.of("service", service, "--dir", directory.toString()));
        command.addAll(List.of("--health-port", Integer.toString(healthPort), "--with-parent"));
        return command;
    }
}
