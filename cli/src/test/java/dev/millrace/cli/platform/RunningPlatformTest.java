package dev.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningPlatformTest {
    @TempDir
    private Path root;

    @Test
    void shouldFindThePlatformThatRuns() throws IOException {
        PlatformDirectory directory = PlatformDirectory.create(root);
        RunningPlatform self = platform(RunningPlatform.startOf(ProcessHandle.current()));
        self.write(directory);

        var found = RunningPlatform.on(directory);

        assertThat(found).contains(self);
    }

    @Test
    void shouldFindNoneWhenThePidBelongsToAnotherProcessNow() throws IOException {
        PlatformDirectory directory = PlatformDirectory.create(root);
        platform(1).write(directory);

        var found = RunningPlatform.on(directory);

        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindNoneWhenTheFileIsDamaged() throws IOException {
        PlatformDirectory directory = PlatformDirectory.create(root);
        Files.writeString(directory.runningFile(), "{\"pid\":");

        var found = RunningPlatform.on(directory);

        assertThat(found).isEmpty();
    }

    private static RunningPlatform platform(long startedAt) {
        return new RunningPlatform(
                ProcessHandle.current().pid(), startedAt, "http://x", "k:1", "http://r", Map.of(), Map.of());
    }
}
