package dev.millrace.runtime.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymizerTest {

    @TempDir
    Path directory;

    @Test
    void shouldGiveThePinnedPseudonymWhenKeyIsKnown() throws Exception {
        // Given
        Path key = Files.write(directory.resolve("key"), new byte[32]);

        // When
        String pseudonym = Pseudonymizer.load(key).pseudonym("customer-1");

        // Then: printf customer-1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00 (32 bytes)
        assertThat(pseudonym).isEqualTo("s_7b3d64d2783b683c793fad520e0436fa");
    }

    @Test
    void shouldKeepItsKeyWhenLoadedAgain() {
        Path key = directory.resolve("key");

        String first = Pseudonymizer.load(key).pseudonym("customer-1");

        assertThat(Pseudonymizer.load(key).pseudonym("customer-1")).isEqualTo(first);
        assertThat(Pseudonymizer.load(directory.resolve("other")).pseudonym("customer-1"))
                .isNotEqualTo(first);
    }

    @Test
    void shouldRefuseKeyWhenItIsDamaged() throws Exception {
        Path key = Files.write(directory.resolve("key"), new byte[31]);

        assertThatThrownBy(() -> Pseudonymizer.load(key))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has 31 bytes; expected 32");
        assertThat(key).hasSize(31);
    }
}
