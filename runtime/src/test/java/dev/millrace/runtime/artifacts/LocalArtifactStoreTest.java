package dev.millrace.runtime.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalArtifactStoreTest extends ArtifactStoreContract {

    @Override
    ArtifactStore open(Path folder) {
        return LocalArtifactStore.open(folder);
    }

    @Test
    void shouldSweepWhatEndedProcessesLeftAndKeepWhatIsBeingWrittenWhenOpened() throws IOException {
        // Given
        Staged alive = store.stage("snapshots", "billing/alive");
        Path dead = Files.createDirectories(directory.resolve(".staging/dead/half"));
        Files.createFile(dead.resolveSibling(".lock"));

        // When
        LocalArtifactStore.open(directory);

        // Then
        assertThat(dead).doesNotExist();
        assertThat(alive.directory()).exists();
    }

    @Test
    void shouldKeepAnArtifactOfWhichItHasNoCopyButTheOriginal() throws IOException {
        URI uri = commit("adapters", "a1", "x");

        boolean dropped = store.dropCopy(uri);

        assertThat(dropped).isFalse();
        assertThat(store.exists(uri)).isTrue();
    }

    @Test
    void shouldNameDirectoryWhenItCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> LocalArtifactStore.open(file.resolve("store")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("artifacts.directory is " + file);
    }
}
