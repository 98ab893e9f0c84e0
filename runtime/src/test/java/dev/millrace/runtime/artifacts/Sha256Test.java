package dev.millrace.runtime.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

    /** FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheStandardsDigestWhenHashingAbc() throws IOException {
        Path file = Files.writeString(directory.resolve("abc"), "abc");

        assertThat(Sha256.text("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.file(file)).isEqualTo(OF_ABC);
    }

    @Test
    void shouldHashPathsAndContentInOrderWhenGivenAFolder() throws IOException {
        // Given
        Files.writeString(directory.resolve("b"), "abc");
        Files.writeString(Files.createDirectory(directory.resolve("a")).resolve("c"), "abc");

        // When
        String hash = Sha256.tree(directory);

        // Then
        assertThat(hash).isEqualTo(Sha256.text(OF_ABC + "  a/c\n" + OF_ABC + "  b\n"));
    }
}
