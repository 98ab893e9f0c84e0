package dev.millrace.ingest.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterIdentityTest {

    @Test
    void shouldGiveTheSameIdAgainWhenItsUserIsGone(@TempDir Path directory) throws Exception {
        // Given
        String first;
        try (WriterIdentity identity = WriterIdentity.take(directory)) {
            first = identity.transactionalId();
        }

        // When
        try (WriterIdentity next = WriterIdentity.take(directory)) {
            // Then
            assertThat(next.transactionalId()).isEqualTo(first).startsWith("ingest-");
        }
    }

    @Test
    void shouldGiveAnotherIdWhenTheFirstIsInUse(@TempDir Path directory) throws Exception {
        // When
        try (WriterIdentity one = WriterIdentity.take(directory);
                WriterIdentity two = WriterIdentity.take(directory)) {
            // Then
            assertThat(two.transactionalId()).isNotEqualTo(one.transactionalId());
        }
    }
}
