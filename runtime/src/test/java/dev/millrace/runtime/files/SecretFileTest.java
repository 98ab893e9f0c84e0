package dev.millrace.runtime.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    Path directory;

    @Test
    void shouldBeReadableByItsOwnerOnlyWhenMade() throws Exception {
        Path file = directory.resolve("new/secret");

        byte[] made = SecretFile.readOrCreate(file, () -> "grist".getBytes(UTF_8));

        assertThat(made).isEqualTo("grist".getBytes(UTF_8));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void shouldGiveAllTheSameSecretWhenManyMakeItAtOnce() throws Exception {
        // Given
        Path file = directory.resolve("secret");
        Callable<String> make = () -> new String(
                SecretFile.readOrCreate(file, () -> UUID.randomUUID().toString().getBytes(UTF_8)), UTF_8);
        ExecutorService threads = Executors.newFixedThreadPool(8);

        // When
        List<Future<String>> secrets =
                threads.invokeAll(Stream.generate(() -> make).limit(32).toList());
        threads.shutdown();

        // Then
        String kept = Files.readString(file);
        for (Future<String> secret : secrets) {
            assertThat(secret.get()).isEqualTo(kept);
        }
    }

    @Test
    void shouldReplaceWholeContentWhenWrittenDurably() throws Exception {
        Path file = Files.writeString(directory.resolve("state"), "a long old content");

        DurableFiles.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }
}
