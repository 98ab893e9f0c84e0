package dev.millrace.runtime.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every artifact store does. */
abstract class ArtifactStoreContract {

    @TempDir
    Path directory;

    ArtifactStore store;

    @BeforeEach
    void openStore() {
        store = open(directory);
    }

    /** A store with this local folder. */
    abstract ArtifactStore open(Path folder);

    @Test
    void shouldShowArtifactWhenCommitted() throws IOException {
        // Given
        try (Staged staged = store.stage("snapshots", "billing/3f0a")) {
            Files.writeString(staged.directory().resolve("manifest.json"), "{}");
            Files.writeString(
                    Files.createDirectory(staged.directory().resolve("logs")).resolve("a"), "a");

            // When
            URI uri = staged.commit();

            // Then
            assertThat(uri).hasToString("artifact:///snapshots/billing/3f0a");
            assertThat(store.exists(uri)).isTrue();
            assertThat(store.resolve(uri).resolve("manifest.json")).hasContent("{}");
            assertThat(store.list("snapshots")).containsExactly(uri);
        }
    }

    @Test
    void shouldShowNothingWhenStagedAndNotCommitted() throws IOException {
        Path abandoned;
        try (Staged staged = store.stage("snapshots", "billing/3f0a")) {
            abandoned = Files.writeString(staged.directory().resolve("manifest.json"), "{}");
        }

        assertThat(store.exists(store.uri("snapshots", "billing/3f0a"))).isFalse();
        assertThat(store.list("snapshots")).isEmpty();
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void shouldKeepTheFirstWhenTwoCommitTheSameId() throws IOException {
        // Given
        commit("adapters", "a1", "first");

        // When
        URI second = commit("adapters", "a1", "second");

        // Then
        assertThat(store.resolve(second).resolve("file")).hasContent("first");
    }

    @Test
    void shouldListEachArtifactOnceWhenIdsAreNested() throws IOException {
        // Given
        commit("jobs", "j2/attempt-1/step-25", "x");
        commit("jobs", "j1/attempt-1/step-50", "x");
        commit("jobs", "j1/attempt-1/step-25", "x");

        // When
        var listed = store.list("jobs");

        // Then
        assertThat(listed)
                .containsExactly(
                        URI.create("artifact:///jobs/j1/attempt-1/step-25"),
                        URI.create("artifact:///jobs/j1/attempt-1/step-50"),
                        URI.create("artifact:///jobs/j2/attempt-1/step-25"));
    }

    @Test
    void shouldKeepOnlyWhatIsNamedWhenStripped() throws IOException {
        // Given
        URI uri;
        try (Staged staged = store.stage("snapshots", "billing/3f0a")) {
            Files.writeString(staged.directory().resolve("manifest.json"), "{}");
            Files.writeString(staged.directory().resolve("train.jsonl.gz"), "x");
            Files.writeString(
                    Files.createDirectory(staged.directory().resolve("logs")).resolve("a"), "a");
            uri = staged.commit();
        }

        // When
        store.strip(uri, Set.of("manifest.json"));
        store.strip(uri, Set.of("manifest.json"));
        store.strip(store.uri("snapshots", "billing/none"), Set.of());

        // Then
        assertThat(store.exists(uri)).isTrue();
        assertThat(Sha256.files(store.resolve(uri)))
                .containsExactly(store.resolve(uri).resolve("manifest.json"));
        assertThat(store.list("snapshots")).containsExactly(uri);
    }

    @Test
    void shouldBeGoneWhenDeleted() throws IOException {
        URI uri = commit("adapters", "a1", "x");

        store.delete(uri);

        assertThat(store.exists(uri)).isFalse();
        assertThat(store.list("adapters")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "artifact:///snapshots/../../etc/passwd",
                "artifact:///snapshots/%2e%2e/x",
                "artifact:///snapshots//x",
                "artifact:///.staging/x",
                "artifact:///snapshots",
                "artifact://host/snapshots/x",
                "file:///snapshots/x",
                "snapshots/x",
                "artifact:///snapshots/x?y"
            })
    void shouldRefuseUriWhenItIsNotAnArtifacts(String uri) {
        assertThatThrownBy(() -> store.resolve(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact");
    }

    final URI commit(String kind, String id, String content) throws IOException {
        try (Staged staged = store.stage(kind, id)) {
            Files.writeString(staged.directory().resolve("file"), content);
            return staged.commit();
        }
    }
}
