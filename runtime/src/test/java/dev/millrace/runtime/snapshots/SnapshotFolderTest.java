package dev.millrace.runtime.snapshots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.artifacts.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {

    @TempDir
    Path directory;

    @BeforeEach
    void writeSnapshot() throws IOException {
        writeSplit("""
                {"id":"e1","subject":"s_1","tags":["refund"],"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
                {"id":"e2","subject":"s_2","messages":[]}
                """);
        writeManifest("millrace-snapshot/1", Sha256.file(directory.resolve("train.jsonl.gz")));
    }

    @Test
    void shouldGiveExamplesInOrderWhenFolderIsWhole() throws IOException {
        // Given
        String sha256 = Sha256.file(directory.resolve("manifest.json"));

        // When
        SnapshotFolder folder = SnapshotFolder.open(directory).verify(sha256);

        // Then
        assertThat(folder.manifest().counts()).containsEntry("train", 2L);
        assertThat(folder.manifest().subjectsKnown()).isTrue();
        assertThat(folder.examples(Split.TRAIN))
                .containsExactly(
                        new SnapshotExample(
                                "e1",
                                "s_1",
                                List.of("refund"),
                                List.of(new SnapshotMessage("user", "Hi"), new SnapshotMessage("assistant", "Hello"))),
                        new SnapshotExample("e2", "s_2", List.of(), List.of()));
    }

    @Test
    void shouldNameFileAndHashesWhenASplitWasChanged() throws IOException {
        writeSplit("{}\n");

        assertThatThrownBy(() -> SnapshotFolder.open(directory).verifyFiles())
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining("train.jsonl.gz has SHA-256")
                .hasMessageContaining("expected");
    }

    @Test
    void shouldNameManifestWhenTheEventsHashIsAnother() {
        assertThatThrownBy(() -> SnapshotFolder.open(directory).verify("0".repeat(64)))
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining("manifest.json has SHA-256");
    }

    @Test
    void shouldNameLineWhenItIsNotAnExample() throws IOException {
        writeSplit("{\"id\":\"e1\",\"subject\":\"s\",\"messages\":[]}\n{\"id\":\"e2\"}\n");

        assertThatThrownBy(() -> SnapshotFolder.open(directory).examples(Split.TRAIN))
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining("line 2 is not an example")
                .hasMessageContaining("subject");
    }

    @Test
    void shouldRefuseManifestWhenItNamesAFileElsewhere() throws IOException {
        Files.writeString(
                directory.resolve("manifest.json"),
                Files.readString(directory.resolve("manifest.json")).replace("train.jsonl.gz", "../train.jsonl.gz"));

        assertThatThrownBy(() -> SnapshotFolder.open(directory).verifyFiles())
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining("expected a file of this folder");
    }

    @Test
    void shouldRefuseManifestWhenItsFormatIsAnother() throws IOException {
        writeManifest("millrace-snapshot/9", "");

        assertThatThrownBy(() -> SnapshotFolder.open(directory))
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining(
                        "has format millrace-snapshot/9; expected millrace-snapshot/1 or millrace-snapshot/2");
    }

    @Test
    void shouldReadManifestWhenItIsOfThisVersion() throws IOException {
        writeManifest(SnapshotManifest.FORMAT, "");

        assertThat(SnapshotFolder.open(directory).manifest().format()).isEqualTo("millrace-snapshot/2");
    }

    @Test
    void shouldTellWhatWasLeftOutWhenAskedFor() throws IOException {
        write("excluded.jsonl.gz", """
                {"id":"e3","reason":"window-size"}
                {"id":"e4","reason":"near-duplicate","of":"e1","jaccard":0.8123}
                """);

        assertThat(SnapshotFolder.open(directory).exclusions())
                .containsExactly(
                        new SnapshotExclusion("e3", "window-size", null, null),
                        new SnapshotExclusion("e4", "near-duplicate", "e1", 0.8123));
    }

    private void writeSplit(String lines) throws IOException {
        write("train.jsonl.gz", lines);
    }

    private void write(String name, String lines) throws IOException {
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name)))) {
            file.write(lines.getBytes(UTF_8));
        }
    }

    private void writeManifest(String format, String sha256) throws IOException {
        Files.writeString(directory.resolve("manifest.json"), """
                {"format":"%s","snapshotId":"ab","domain":"billing","asOf":"2026-01-01T00:00:00Z","policyHash":"cd",
                 "subjects":"known","counts":{"train":2},"files":{"train.jsonl.gz":{"sha256":"%s","bytes":1}}}
                """.formatted(format, sha256));
    }
}
