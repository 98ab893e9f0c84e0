package dev.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final List<String> UNTIL_INPUT_ENDS = List.of("/bin/sh", "-c", "cat; exit 0");

    @TempDir
    private Path directory;

    @Test
    void shouldStartAProcessAgainWhenItWasKilled() {
        try (ChildProcess child = child(UNTIL_INPUT_ENDS)) {
            child.start();
            await().until(() -> child.pid().isPresent());
            long first = child.pid().orElseThrow();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(child.pid()).isPresent().get().isNotEqualTo(first));
        }
    }

    @Test
    void shouldEndTheProcessByEndingItsInput() {
        ChildProcess child = child(UNTIL_INPUT_ENDS);
        child.start();
        await().until(() -> child.pid().isPresent());
        ProcessHandle process = ProcessHandle.of(child.pid().orElseThrow()).orElseThrow();

        child.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(child.pid()).isEmpty();
    }

    @Test
    void shouldNotStartAfterClose() {
        ChildProcess child = child(UNTIL_INPUT_ENDS);
        child.close();

        child.start();

        await().during(Duration.ofMillis(300)).until(() -> child.pid().isEmpty());
    }

    private ChildProcess child(List<String> command) {
        return new ChildProcess("test", command, Map.of(), directory.resolve("out"), () -> {});
    }
}
