package dev.millrace.cli.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code platform.json} says: where a running platform answers and which processes it has.
 *
 * @param pid the supervisor's process
 * @param startedAt when that process started (epoch milliseconds), so that a reused pid is not taken for it
 * @param http address of the HTTP interface
 * @param kafka bootstrap servers
 * @param registry Confluent-compatible address of the schema registry
 * @param health address of health and metrics by service
 * @param processes pid by name, of every process but the supervisor
 */
public record RunningPlatform(
        long pid,
        long startedAt,
        String http,
        String kafka,
        String registry,
        Map<String, String> health,
        Map<String, Long> processes) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public RunningPlatform {
        health = Map.copyOf(health);
        processes = Map.copyOf(processes);
    }

    /** The platform that runs on a directory; empty if none does, even if a killed one left its file. */
    public static Optional<RunningPlatform> on(PlatformDirectory directory) {
        return read(directory.runningFile()).filter(RunningPlatform::isAlive);
    }

    private static Optional<RunningPlatform> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(file.toFile(), RunningPlatform.class))
                    : Optional.empty();
        } catch (JacksonException damaged) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process) == startedAt)
                .isPresent();
    }

    /** When a process started, in epoch milliseconds; 0 where the system does not say. */
    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Writes the file, whole or not at all. */
    void write(PlatformDirectory directory) throws IOException {
        Path file = directory.runningFile();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(temporary.toFile(), this);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
