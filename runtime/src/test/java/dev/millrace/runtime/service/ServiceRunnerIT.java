package dev.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceRunnerIT {

    @TempDir
    Path directory;

    @Test
    void shouldCloseServiceWhenProcessIsToldToEnd() throws Exception {
        // Given
        Process process = start("wait");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "started");

            // When
            process.toHandle().destroy();

            // Then
            awaitLine(output, "closed");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldCloseServiceWhenParentIsGone() throws Exception {
        // Given
        Process process = start("watch");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "started");

            // When
            process.getOutputStream().close();

            // Then
            awaitLine(output, "closed");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldEndWithFailureWhenServiceFails() {
        MillraceConfig config = config(
                directory,
                TestPlatform.shared().bootstrapServers(),
                TestPlatform.shared().registryUrl());

        ExitCode code = ServiceRunner.run(config, List.of(context -> new Printing(true)));

        assertThat(code).isEqualTo(ExitCode.FAILED);
    }

    /** Log lines may stand between. */
    private static void awaitLine(BufferedReader output, String expected) {
        assertThat(output.lines().filter(expected::equals).findFirst()).isPresent();
    }

    private Process start(String mode) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        directory.toString(),
                        TestPlatform.shared().bootstrapServers(),
                        TestPlatform.shared().registryUrl(),
                        mode)
                .redirectError(new File(directory.toFile(), mode + ".log"))
                .start();
    }

    private static MillraceConfig config(Path directory, String bootstrapServers, String registryUrl) {
        return MillraceConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrapServers",
                        bootstrapServers,
                        "registry.url",
                        registryUrl,
                        "topics.partitions",
                        "2",
                        "artifacts.directory",
                        directory.resolve("artifacts").toString(),
                        "state.directory",
                        directory.resolve("state").toString()));
    }

    /** A process with one service that prints what happens to it. */
    static final class Main {
        public static void main(String[] args) {
            if (args[3].equals("watch")) {
                ParentWatch.start();
            }
            MillraceConfig config = config(Path.of(args[0]), args[1], args[2]);
            System.exit(ServiceRunner.run(config, List.of(context -> new Printing(false)))
                    .code());
        }
    }

    private record Printing(boolean fails) implements Service {

        @Override
        public String name() {
            return "printing";
        }

        @Override
        public void start() {
            System.out.println("started");
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Optional<Throwable> failure() {
            return fails ? Optional.of(new IllegalStateException("broken")) : Optional.empty();
        }

        @Override
        public void close() {
            System.out.println("closed");
        }
    }
}
