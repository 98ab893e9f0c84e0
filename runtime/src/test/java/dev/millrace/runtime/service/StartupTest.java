package dev.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {

    @TempDir
    Path directory;

    @Test
    void shouldSayWhatToInstallWhenJavaIsTooOld() {
        assertThatThrownBy(() -> Startup.requireJava(11))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessage("this is Java 11; Millrace needs 17 or newer. Install one and set JAVA_HOME");
    }

    @Test
    void shouldMakeDirectoryAndLeaveItEmptyWhenItCanBeWritten() {
        Path made = directory.resolve("a/b");

        Startup.requireWritable("state.directory", made);

        assertThat(made).isEmptyDirectory();
    }

    @Test
    void shouldNameKeyAndDirectoryWhenItCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Startup.requireWritable("state.directory", file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("state.directory is " + file)
                .hasMessageContaining("make it writable or set another");
    }

    @Test
    void shouldNameKeyAndAddressWhenBrokerHasNoSuchHost() {
        ServiceContext context = ServiceContext.of(MillraceConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of("kafka.bootstrapServers", "nowhere.invalid:9092", "artifacts.directory", directory.toString())));

        assertThatThrownBy(() -> Startup.bootstrap(context))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
                .hasMessageContaining("kafka.bootstrapServers is nowhere.invalid:9092");
    }
}
