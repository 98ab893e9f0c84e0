package dev.millrace.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    @TempDir
    Path directory;

    @Test
    void shouldAcceptItsOwnHeaderWhenTokenWasMade() throws Exception {
        Path file = directory.resolve("token");

        BearerToken token = BearerToken.load(file);

        assertThat(token.accepts(token.authorization())).isTrue();
        assertThat(token.accepts("bearer " + Files.readString(file))).isTrue();
        assertThat(BearerToken.load(file).accepts(token.authorization())).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdee", "Basic 0123456789abcdef", "0123456789abcdef"
            })
    void shouldRefuseHeaderWhenItIsAnother(String header) throws Exception {
        BearerToken token = BearerToken.load(Files.writeString(directory.resolve("token"), "0123456789abcdef\n"));

        assertThat(token.accepts("Bearer 0123456789abcdef")).isTrue();
        assertThat(token.accepts(header)).isFalse();
    }

    @Test
    void shouldRefuseFileWhenTokenIsTooShort() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "short");

        assertThatThrownBy(() -> BearerToken.load(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds 5 characters");
    }
}
