package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.artifacts.LocalArtifactStore;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.runtime.config.PrivacyConfig;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevokedFilesTest {
    private static final Instant REVOKED = Instant.parse("2026-03-01T00:00:00Z");
    private static final AdapterRevoked ADAPTER = new AdapterRevoked("d", "a", "erasure", REVOKED);
    private static final Duration LAG = PrivacyConfig.DEFAULTS.cleaning().lag();

    private final List<ErasureRequest> requests = new ArrayList<>();

    @TempDir
    private Path directory;

    private LocalArtifactStore artifacts;

    @BeforeEach
    void makeFiles() throws IOException {
        artifacts = LocalArtifactStore.open(directory);
        for (String kind : List.of("adapters", "reports")) {
            try (Staged staged = artifacts.stage(kind, "d/a")) {
                Files.writeString(staged.directory().resolve("file"), "x");
                staged.commit();
            }
        }
    }

    @Test
    void shouldDeleteTheReportAtOnceAndKeepTheWeightsWhileNothingReplacesThem() {
        files(REVOKED).delete(List.of(ADAPTER), domain -> false);

        assertThat(there("reports")).isFalse();
        assertThat(there("adapters")).isTrue();
    }

    @Test
    void shouldDeleteTheWeightsWhenTheDomainHasAnotherChampion() {
        files(REVOKED).delete(List.of(ADAPTER), "d"::equals);

        assertThat(there("adapters")).isFalse();
    }

    @Test
    void shouldDeleteTheWeightsInTimeForTheDeadlineOfTheErasure() {
        requests.add(request("d", REVOKED.minusSeconds(5), REVOKED.plus(Duration.ofDays(9))));
        requests.add(request("*", REVOKED.minusSeconds(5), REVOKED.plus(Duration.ofDays(7))));
        requests.add(request("other", REVOKED.minusSeconds(5), REVOKED.plus(Duration.ofDays(2))));
        requests.add(request("d", REVOKED.plusSeconds(5), REVOKED.plus(Duration.ofDays(2))));
        Instant due = REVOKED.plus(Duration.ofDays(7)).minus(LAG);

        files(due.minusMillis(1)).delete(List.of(ADAPTER), domain -> false);
        boolean before = there("adapters");
        files(due).delete(List.of(ADAPTER), domain -> false);

        assertThat(before).isTrue();
        assertThat(there("adapters")).isFalse();
    }

    @Test
    void shouldDeleteTheWeightsAtOnceWhenTheRevocationCameAfterTheDeadline() {
        requests.add(request("d", REVOKED.minus(Duration.ofDays(40)), REVOKED.minus(Duration.ofDays(10))));

        assertThat(files(REVOKED).due(ADAPTER, requests)).isEqualTo(REVOKED);
    }

    @Test
    void shouldCountFromTheRevocationWhenNoRequestIsKnown() {
        Instant due = files(REVOKED).due(ADAPTER, requests);

        assertThat(due)
                .isEqualTo(REVOKED.plus(PrivacyConfig.DEFAULTS.deadline()).minus(LAG));
    }

    private RevokedFiles files(Instant now) {
        return new RevokedFiles(artifacts, () -> requests, PrivacyConfig.DEFAULTS, Clock.fixed(now, ZoneOffset.UTC));
    }

    private boolean there(String kind) {
        return artifacts.exists(artifacts.uri(kind, "d/a"));
    }

    private static ErasureRequest request(String domain, Instant requestedAt, Instant deadline) {
        return ErasureRequest.newBuilder()
                .setDomain(domain)
                .setSubject("s")
                .setRequestId("r")
                .setRequestedAt(requestedAt)
                .setDeadline(deadline)
                .build();
    }
}
