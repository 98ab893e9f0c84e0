package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.torch.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {

    private static final String MEMINFO = "MemTotal:       16000 kB\nMemFree:  100 kB\nMemAvailable:    8000 kB\n";

    @TempDir
    Path root;

    @Test
    void shouldBelieveTheSystemWhenNoContainerLimitsTheProcess() throws IOException {
        write("proc/meminfo", MEMINFO);
        write("sys/fs/cgroup/memory.max", "max\n");

        assertThat(AvailableMemory.bytes(root)).isEqualTo(8000 * 1024);
    }

    @Test
    void shouldTakeWhatAContainerHasLeftWhenThatIsLess() throws IOException {
        write("proc/meminfo", MEMINFO);
        write("sys/fs/cgroup/memory.max", "4000000\n");
        write("sys/fs/cgroup/memory.current", "3000000\n");
        write("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 500000\n");

        assertThat(AvailableMemory.bytes(root)).isEqualTo(1_500_000);
    }

    @Test
    void shouldKnowTheOlderControlGroups() throws IOException {
        write("proc/meminfo", MEMINFO);
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4000000\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000000\n");
        write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 0\n");

        assertThat(AvailableMemory.bytes(root)).isZero();
    }

    @Test
    void shouldTakeAnUnlimitedOlderControlGroupForNone() throws IOException {
        write("proc/meminfo", MEMINFO);
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(AvailableMemory.bytes(root)).isEqualTo(8000 * 1024);
    }

    @Test
    void shouldAskTheJavaRuntimeWhereTheSystemHasNoSuchFiles() {
        assertThat(AvailableMemory.bytes(root)).isPositive();
    }

    @Test
    void shouldLeaveMoreThanHalfToOthers() {
        assertThat(AvailableMemory.safeShare(Device.CPU)).isLessThan(AvailableMemory.bytes(Path.of("/")) * 6 / 10);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
