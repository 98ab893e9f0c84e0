package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {

    private static final String SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";

    @TempDir
    Path directory;

    @Test
    void shouldKeepSchemasAndPortWhenKilledAndStartedAgain() throws Exception {
        // Given
        EmbeddedRegistry first = EmbeddedRegistry.start(directory, 0, EmbeddedRegistry.home());
        send(HttpRequest.newBuilder(URI.create(first.url() + "/subjects/grist-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(SCHEMA)));
        first.process().destroyForcibly().waitFor();
        first.close();

        // When
        try (EmbeddedRegistry again = EmbeddedRegistry.start(directory, 0, EmbeddedRegistry.home())) {

            // Then
            assertThat(again.url()).isEqualTo(first.url());
            assertThat(send(HttpRequest.newBuilder(URI.create(again.url() + "/subjects"))))
                    .isEqualTo("[\"grist-value\"]");
        }
    }

    @Test
    void shouldDieWhenItsParentIsKilled() throws Exception {
        // Given
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + EmbeddedRegistry.HOME + "=" + EmbeddedRegistry.home(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(new File(directory.toFile(), "parent.log"))
                .start();
        long registryPid;
        try (BufferedReader output = parent.inputReader()) {
            registryPid = output.lines()
                    .filter(line -> line.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
        Optional<ProcessHandle> registry = ProcessHandle.of(registryPid);
        assertThat(registry).isPresent();

        // When
        parent.destroyForcibly().waitFor();

        // Then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(registry.orElseThrow().isAlive()).isFalse());
    }

    @Test
    void shouldSayHowToGetTheServerWhenItIsMissing() {
        assertThatThrownBy(() -> EmbeddedRegistry.start(directory, 0, directory.resolve("nowhere")))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("mvn -pl embedded generate-resources");
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /** A process that starts a registry, prints its process id, and waits to be killed. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            EmbeddedRegistry registry = EmbeddedRegistry.start(Path.of(args[0]), 0, EmbeddedRegistry.home());
            System.out.println(registry.process().pid());
            registry.process().waitFor();
        }
    }
}
