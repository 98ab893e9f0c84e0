package dev.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    private static final Path PAGE = Path.of(System.getProperty("millrace.root"), "docs", "configuration.md");

    @Test
    void shouldEqualTheCommittedPageWhenGenerated() throws IOException {
        // Given
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigurationDocument.text());
        }

        // When
        String generated = ConfigurationDocument.text();

        // Then
        assertThat(Files.readString(PAGE))
                .as("%s; write it anew with -Dtest=ConfigurationDocumentTest -Dmillrace.docs.write=true", PAGE)
                .isEqualTo(generated);
    }

    @Test
    void shouldSayWhatEverySettingIsForWhenGenerated() {
        assertThat(ConfigurationDocument.text().lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(60)
                .noneMatch(line -> line.endsWith("|  |"));
    }
}
