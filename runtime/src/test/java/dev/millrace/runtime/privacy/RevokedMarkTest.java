package dev.millrace.runtime.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import dev.millrace.schemas.event.AdapterRevoked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevokedMarkTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseAnAdapterThatIsMarkedAndSayWhyAndWhatToDo() throws IOException {
        // Given
        RevokedMark.write(folder, new AdapterRevoked("d", "a", "erasure", Instant.parse("2026-03-01T00:00:00Z")));

        // When, Then
        assertThatThrownBy(() -> RevokedMark.unrevoked(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder + " was revoked (at 2026-03-01T00:00:00Z, reason: erasure)")
                .hasMessageContaining("'millrace adapters' lists them");
    }

    @Test
    void shouldLetAnyOtherPass() {
        assertThat(RevokedMark.unrevoked(folder)).isEqualTo(folder);
    }
}
