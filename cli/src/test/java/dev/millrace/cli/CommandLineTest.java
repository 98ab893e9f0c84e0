package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.runtime.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
    private final RecordedTerminal recorded = RecordedTerminal.plain();

    @TempDir
    private Path directory;

    static Stream<Arguments> commands() {
        return commands("", Millrace.commandLine(RecordedTerminal.plain().terminal()));
    }

    private static Stream<Arguments> commands(String prefix, CommandLine line) {
        return Stream.concat(
                Stream.of(Arguments.of(prefix)),
                line.getSubcommands().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("help"))
                        .flatMap(entry -> commands((prefix + " " + entry.getKey()).strip(), entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEveryCommandWithItsExitCodes(String command) {
        String[] line = (command + " --help").strip().split(" ");

        int exit = Millrace.run(recorded.terminal(), line);

        assertThat(exit).isZero();
        assertThat(recorded.out())
                .contains("Usage: millrace" + (command.isEmpty() ? "" : " " + command))
                .contains("Exit codes:", "130  stopped by Ctrl-C")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandLine() {
        int exit = Millrace.run(recorded.terminal(), "import", "tickets", "x.csv");

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(recorded.err()).contains("Missing required option: '--domain=D'");
    }

    @Test
    void shouldSayThatNoPlatformRuns() {
        int exit = Millrace.run(recorded.terminal(), "status", "--dir", directory.toString());

        assertThat(exit).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(recorded.err())
                .isEqualToIgnoringNewLines(
                        "millrace: no platform runs on %s; start one with 'millrace up --dir %s', or name another with --dir"
                                .formatted(directory, directory));
    }

    @Test
    void shouldRefuseAnUnknownKeyOfTheConfiguration() throws Exception {
        Path file = Files.writeString(directory.resolve("millrace.yaml"), "curation: {thraeds: 2}\n");

        int exit = Millrace.run(recorded.terminal(), "config", "show", "--config", file.toString());

        assertThat(exit).isEqualTo(ExitCode.CONFIG.code());
        assertThat(recorded.err()).contains("curation.thraeds");
    }

    @Test
    void shouldShowTheConfigurationWithDefaultsAndEnvironment() throws Exception {
        Path file = Files.writeString(directory.resolve("millrace.yaml"), "curation: {threads: 2}\n");

        int exit = Millrace.run(recorded.terminal(), "config", "show", "--config", file.toString());

        assertThat(exit).isZero();
        assertThat(recorded.out()).contains("threads: 2").contains("idleTimeout:");
    }

    @Test
    void shouldRefuseADemonstrationWhereAPlatformLies() throws Exception {
        Files.createDirectories(directory.resolve("kafka"));

        int exit = Millrace.run(recorded.terminal(), "demo", "--dir", directory.toString());

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(recorded.err()).contains("holds a platform already");
    }

    @Test
    void shouldRefuseABaseModelThatIsNone() {
        int exit = Millrace.run(
                recorded.terminal(), "up", "--dir", directory.toString(), "--base-model", directory.toString());

        assertThat(exit).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(recorded.err()).contains("there is no config.json");
    }

    @Test
    void shouldNameTheServicesWhenThereIsNoSuchService() {
        int exit = Millrace.run(recorded.terminal(), "service", "sawmill");

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(recorded.err()).contains("sawmill", "ingest", "trainer");
    }
}
