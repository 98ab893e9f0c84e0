package dev.millrace.runtime.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.config.S3Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.junit.S3ProxyExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Against S3Proxy, a server of the S3 protocol in this process. */
class S3ArtifactStoreTest extends ArtifactStoreContract {
    private static final String KEY_ID = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";

    @RegisterExtension
    final S3ProxyExtension server = S3ProxyExtension.builder()
            .withCredentials("millrace", "not-a-secret")
            .build();

    @TempDir
    Path otherMachine;

    private String bucket = "";

    @BeforeAll
    static void giveCredentials() {
        System.setProperty(KEY_ID, "millrace");
        System.setProperty(SECRET, "not-a-secret");
    }

    @AfterAll
    static void takeCredentials() {
        System.clearProperty(KEY_ID);
        System.clearProperty(SECRET);
    }

    @Override
    ArtifactStore open(Path folder) {
        if (bucket.isEmpty()) {
            bucket = "larkspur-models";
            createBucket();
        }
        return new S3ArtifactStore(LocalArtifactStore.open(folder), objects());
    }

    private void createBucket() {
        try (S3Client client = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(server.getUri())
                .forcePathStyle(true)
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
    }

    private S3Objects objects() {
        return S3Objects.of(new S3Config(
                bucket, "team/millrace/", "us-east-1", server.getUri().toString(), true));
    }

    @Test
    void shouldFetchWhatAnotherMachineCommitted() throws IOException {
        // Given
        URI uri;
        try (Staged staged = store.stage("adapters", "billing/a1")) {
            Files.writeString(staged.directory().resolve("weights"), "w".repeat(100_000));
            Files.createDirectory(staged.directory().resolve("logs"));
            Files.writeString(staged.directory().resolve("logs/training.log"), "");
            uri = staged.commit();
        }
        ArtifactStore other = open(otherMachine);

        // When
        Path folder = other.resolve(uri);

        // Then
        assertThat(folder).startsWith(otherMachine);
        assertThat(folder.resolve("weights")).hasContent("w".repeat(100_000));
        assertThat(folder.resolve("logs/training.log")).isEmptyFile();
        assertThat(other.list("adapters")).containsExactly(uri);
    }

    @Test
    void shouldHaveNoCopyOfWhatAnotherMachineDeletedOnceTheCopyIsDropped() throws IOException {
        // Given
        URI uri = commit("adapters", "a1", "x");
        ArtifactStore other = open(otherMachine);
        Path copy = other.resolve(uri);
        store.delete(uri);

        // When
        boolean dropped = other.dropCopy(uri);

        // Then
        assertThat(dropped).isTrue();
        assertThat(other.resolve(uri)).isEqualTo(copy).doesNotExist();
    }

    @Test
    void shouldFetchACopyAnewThatWasDropped() throws IOException {
        // Given
        URI uri = commit("adapters", "a1", "x");

        // When
        store.dropCopy(uri);

        // Then
        assertThat(store.resolve(uri)).isDirectory();
    }

    @Test
    void shouldTakeObjectsWithoutAnIndexForAbsent() throws IOException {
        // Given
        URI uri = commit("adapters", "a1", "x");
        objects().delete("adapters/a1/.artifact");
        ArtifactStore other = open(otherMachine);

        // When
        boolean exists = other.exists(uri);

        // Then
        assertThat(exists).isFalse();
        assertThat(other.list("adapters")).isEmpty();
        assertThat(other.resolve(uri)).doesNotExist();
    }

    @Test
    void shouldRefuseACopyThatIsNotWhatTheIndexSays() throws IOException {
        // Given
        URI uri = commit("adapters", "a1", "what was committed");
        objects().put("adapters/a1/file", "something else");
        ArtifactStore other = open(otherMachine);

        // When
        var resolving = assertThatThrownBy(() -> other.resolve(uri));

        // Then
        resolving
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessageContaining("file of artifact:///adapters/a1 has SHA-256");
        assertThat(otherMachine.resolve("adapters")).doesNotExist();
    }

    @Test
    void shouldRefuseAnIndexThatLeadsOutOfTheFolder() throws IOException {
        // Given
        objects().put("adapters/a1/.artifact", "0000  ../../../escaped\n");
        ArtifactStore other = open(otherMachine);

        // When
        var resolving = assertThatThrownBy(() -> other.resolve(other.uri("adapters", "a1")));

        // Then
        resolving.rootCause().hasMessageContaining("outside its folder");
    }

    @Test
    void shouldRefuseADamagedIndex() throws IOException {
        // Given
        objects().put("adapters/a1/.artifact", "no hash");

        // When
        var resolving = assertThatThrownBy(() -> store.resolve(store.uri("adapters", "a1")));

        // Then
        resolving.rootCause().hasMessageContaining("the index of artifact:///adapters/a1 has a line without hash");
    }

    @Test
    void shouldNameBucketAndKeyWhenTheStoreRefuses() {
        // Given
        bucket = "no-such-bucket";
        ArtifactStore lost = open(otherMachine);

        // When
        var listing = assertThatThrownBy(() -> lost.list("adapters"));

        // Then
        listing.isInstanceOf(IOException.class)
                .hasMessageContaining("s3://no-such-bucket/team/millrace/adapters/")
                .hasMessageContaining("check artifacts.s3");
    }

    @Test
    void shouldDeleteEveryObject() throws IOException {
        URI uri = commit("adapters", "a1", "x");

        store.delete(uri);

        assertThat(objects().keys("")).isEmpty();
        assertThat(directory.resolve("adapters/a1")).doesNotExist();
    }
}
