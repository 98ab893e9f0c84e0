package dev.millrace.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.GoldenCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormsCheckTest {

    @TempDir
    Path folder;

    @Test
    void shouldFlattenTheRopeSettingsWhenTheyAreNested() {
        // When
        var respelled = new FolderForms(GoldenCases.folder("llama31")).respelled();

        // Then
        assertThat(respelled.has("rope_parameters")).isFalse();
        assertThat(respelled.path("rope_theta").asDouble()).isEqualTo(500_000);
        assertThat(respelled.path("rope_scaling").path("rope_type").asText()).isEqualTo("llama3");
        assertThat(respelled.path("torch_dtype").asText()).isEqualTo("float32");
    }

    @Test
    void shouldNestTheRopeSettingsWhenTheyAreFlat() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("config.json"),
                new FolderForms(GoldenCases.folder("llama31")).respelled().toString());

        // When
        var respelled = new FolderForms(folder).respelled();

        // Then
        assertThat(respelled)
                .isEqualTo(JsonFiles.read(GoldenCases.folder("llama31").resolve("config.json")));
    }

    @Test
    void shouldFindOneArchitectureInBothSpellingsOfAnOlderFolder() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("config.json"),
                new FolderForms(GoldenCases.folder("mistral")).respelled().toString());

        // When
        Finding finding = FormsCheck.spelling(folder);

        // Then
        assertThat(finding.error()).isZero();
    }
}
