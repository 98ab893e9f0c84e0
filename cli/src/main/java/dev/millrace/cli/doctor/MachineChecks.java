package dev.millrace.cli.doctor;

import dev.millrace.cli.terminal.Figures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Operating system, cores, memory and ports. */
final class MachineChecks {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long NEEDED_KIB = 3L * 1024 * 1024;

    private MachineChecks() {}

    static Finding platform() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        boolean shipped = os.equals("Linux") && (arch.equals("amd64") || arch.equals("x86_64"));
        return Finding.of(
                "platform",
                shipped,
                os + " " + arch + (shipped ? "" : ": the engine's native library is shipped for Linux x86_64 only"),
                "run in a Linux x86_64 container or machine, or set PYTORCH_LIBRARY_PATH to libtorch 2.7.1 for this"
                        + " platform together with PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cpu");
    }

    static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Finding.of(
                "cores", cores >= 2, Integer.toString(cores), "give it two cores or more; with one all is slow");
    }

    static Finding memory() {
        if (!Files.exists(MEMORY)) {
            return Finding.ok("memory", "unknown on this system; 3 GiB of free memory are needed");
        }
        try {
            long available = Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return Finding.of(
                    "memory",
                    available >= NEEDED_KIB,
                    Figures.bytes(available * 1024) + " available",
                    "free some: the platform and a training run of the shipped base model take up to 3 GiB");
        } catch (IOException e) {
            return Finding.problem("memory", MEMORY + " cannot be read: " + e, "check that /proc is mounted");
        }
    }

    static Finding port(int port) {
        String found = port == 0 ? "any" : Integer.toString(port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Finding.ok("port", found + " is free");
        } catch (IOException e) {
            return Finding.problem(
                    "port",
                    found + " is taken",
                    "stop what listens there (ss -ltnp says what), or choose another with --http-port");
        }
    }
}
