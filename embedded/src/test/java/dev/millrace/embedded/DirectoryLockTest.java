package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path directory;

    @Test
    void shouldNameHolderWhenDirectoryIsHeld() {
        try (DirectoryLock held = DirectoryLock.acquire(directory, "the holder", Duration.ZERO)) {
            assertThat(held).isNotNull();

            assertThatThrownBy(() -> DirectoryLock.acquire(directory, "the other", Duration.ZERO))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessage(
                            "the other cannot use directory %s: process %d uses it; stop that process or choose another directory",
                            directory, ProcessHandle.current().pid());
        }
    }

    @Test
    void shouldBeFreeAgainWhenHolderCloses() {
        DirectoryLock.acquire(directory, "the holder", Duration.ZERO).close();

        try (DirectoryLock next = DirectoryLock.acquire(directory, "the next", Duration.ZERO)) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void shouldRefuseDirectoryWhenItsNameWouldBeReadAsAList() {
        assertThatThrownBy(() -> DirectoryLock.acquire(directory.resolve("a,b"), "the broker", Duration.ZERO))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("has a comma or a semicolon");
    }

    @Test
    void shouldRefuseDirectoryWhenItCannotBeMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DirectoryLock.acquire(file.resolve("data"), "the broker", Duration.ZERO))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("the broker cannot write to directory " + file);
    }
}
