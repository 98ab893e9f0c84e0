package dev.millrace.lm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void shouldReplaceTheWholeFolderWhenWrittenAgain() throws IOException {
        // Given
        Path target = folder.resolve("a/b");
        AtomicFiles.writeFolder(target, empty -> Files.writeString(empty.resolve("old"), "1"));

        // When
        AtomicFiles.writeFolder(target, empty -> Files.writeString(empty.resolve("new"), "2"));

        // Then
        assertThat(target).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/old");
        assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldLeaveNothingUnderTheNameWhenWritingAFolderFails() {
        // Given
        Path target = folder.resolve("b");

        // When
        var writing = assertThatThrownBy(() -> AtomicFiles.writeFolder(target, empty -> {
            Files.writeString(empty.resolve("half"), "1");
            throw new IOException("No space left on device");
        }));

        // Then
        writing.isInstanceOf(UncheckedIOException.class).hasMessageContaining(target.toString());
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldKeepTheOldFileWhenWritingFails() {
        // Given
        Path target = folder.resolve("f");
        AtomicFiles.writeFile(target, new byte[] {1});

        // When
        var writing = assertThatThrownBy(() -> AtomicFiles.writeFile(target, channel -> {
            throw new IOException("No space left on device");
        }));

        // Then
        writing.isInstanceOf(UncheckedIOException.class);
        assertThat(target).hasBinaryContent(new byte[] {1});
    }
}
