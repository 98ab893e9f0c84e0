package dev.millrace.curation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RejectionsDocumentTest {
    private static final Path PAGE = Path.of(System.getProperty("millrace.root"), "docs", "rejections.md");

    @Test
    void shouldEqualTheCommittedPage() throws IOException {
        String generated = RejectionsDocument.text();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(PAGE, generated);
        }

        assertThat(Files.readString(PAGE))
                .as("%s; write it anew with -Dtest=RejectionsDocumentTest -Dmillrace.docs.write=true", PAGE)
                .isEqualTo(generated);
    }
}
