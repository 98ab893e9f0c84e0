package dev.millrace.curation.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureEndpointTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ErasureRequest> written = new ArrayList<>();
    private @Nullable MillraceConfig config;
    private @Nullable BearerToken token;
    private @Nullable ErasureEndpoint endpoint;

    @BeforeEach
    void start() {
        config = MillraceConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of("state.installationKeyFile", directory.resolve("key").toString()));
        token = BearerToken.load(directory.resolve("token"));
        endpoint = ErasureEndpoint.start(
                MillraceConfig.DEFAULTS.privacy().http(),
                token(),
                (subject, domain) -> {
                    List<ErasureRequest> made = new ErasureRequests(config(), Clock.systemUTC()).of(subject, domain);
                    written.addAll(made);
                    return made;
                },
                id -> id.equals("r1")
                        ? List.of(Receipts.next(
                                new ErasureRequest("*", "s_1", "r1", Instant.EPOCH, Instant.EPOCH),
                                Optional.<ErasureReceipt>empty(),
                                Map.of(),
                                Instant.EPOCH))
                        : List.of());
    }

    @AfterEach
    void stop() {
        endpoint().close();
    }

    private MillraceConfig config() {
        return Objects.requireNonNull(config);
    }

    private BearerToken token() {
        return Objects.requireNonNull(token);
    }

    private ErasureEndpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    @Test
    void shouldWritePseudonymsOnlyWhenAPersonIsToBeForgotten() throws Exception {
        // Given
        Pseudonymizer pseudonyms = Pseudonymizer.load(directory.resolve("key"));

        // When
        HttpResponse<String> answer = post("{\"subject\": \"Ada@Mail.example\", \"domain\": \"billing\"}");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body().toLowerCase(java.util.Locale.ROOT)).doesNotContain("mail.example");
        assertThat(written)
                .extracting(ErasureRequest::getSubject)
                .containsExactly(pseudonyms.pseudonym("Ada@Mail.example"), pseudonyms.pseudonym("ada@mail.example"));
        assertThat(written).extracting(ErasureRequest::getDomain).containsOnly("billing");
        assertThat(written)
                .extracting(ErasureRequest::getRequestId)
                .containsOnly(written.get(0).getRequestId());
        assertThat(written.get(0).getDeadline())
                .isEqualTo(
                        written.get(0).getRequestedAt().plus(config().privacy().deadline()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"subject\": null}",
                "{\"subject\": \" \"}",
                "{\"subject\": 7, \"x\": 1}",
                "{\"subject\": \"a\", \"domain\": \"No Name\"}",
                "{\"subject\": \"a\"} {}",
                "{\"subject\": [\"a\"]}"
            })
    void shouldRefuseABodyWhenItIsNone(String body) throws Exception {
        Pseudonymizer.load(directory.resolve("key"));

        assertThat(post(body).statusCode()).isEqualTo(400);
        assertThat(written).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoKeyOfTheInstallation() throws Exception {
        HttpResponse<String> answer = post("{\"subject\": \"a\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("state.installationKeyFile");
        assertThat(directory.resolve("key")).doesNotExist();
    }

    @Test
    void shouldRefuseWhenTheTokenIsWrongOrTheBodyTooLarge() throws Exception {
        Pseudonymizer.load(directory.resolve("key"));

        assertThat(send(request("").POST(HttpRequest.BodyPublishers.ofString("{\"subject\": \"a\"}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/r1").GET()).statusCode()).isEqualTo(401);
        assertThat(post("{\"subject\": \"" + "a".repeat(5_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldTellHowFarARequestHasCome() throws Exception {
        HttpResponse<String> known = send(
                request("/r1").header("Authorization", token().authorization()).GET());
        HttpResponse<String> unknown = send(
                request("/r2").header("Authorization", token().authorization()).GET());

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body()).contains("\"requestId\":\"r1\"", "\"complete\":false", "\"raw-events\"");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request("")
                .header("Authorization", token().authorization())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + endpoint().port() + "/v1/erasures" + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
