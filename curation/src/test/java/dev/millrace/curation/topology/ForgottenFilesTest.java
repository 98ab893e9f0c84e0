package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.RocksFiles;
import dev.millrace.curation.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the stores do not keep what the stores have forgotten. */
class ForgottenFilesTest {
    private static final String CANARY = "Featherstonehaugh-4711";
    private static final Duration WIPE = Duration.ofSeconds(31);

    @TempDir
    private Path state;

    /** Keys are in order of length, then of id: what is forgotten is first, last, in between or alone. */
    @ParameterizedTest
    @CsvSource({"before,z-after", "1-before,2-before", "z1-after,z2-after", "t2-also,t3-also"})
    void shouldLeaveNothingOfAnErasedPersonInAnyFileOfTheStores(String one, String other) throws Exception {
        try (CurationHarness curation = new CurationHarness(Map.of(), state)) {
            // Given
            TestEvents ticket = TestEvents.of("t1").by("s_ada");
            curation.send(TestEvents.solved(one));
            curation.send(ticket.opened("My name is " + CANARY), ticket.agent("Hello, " + CANARY));
            curation.pass(WIPE);
            curation.send(TestEvents.solved(other));
            curation.pass(WIPE);
            assertThat(RocksFiles.holding(state, CANARY)).isNotEmpty();

            // When
            curation.forget("*", "s_ada");
            passAFewTimes(curation);

            // Then
            await().untilAsserted(
                            () -> assertThat(RocksFiles.holding(state, CANARY)).isEmpty());
            assertThat(RocksFiles.holding(state, TestEvents.QUESTION)).isNotEmpty();
        }
    }

    @Test
    void shouldLeaveNothingOfAMessageThatTheVendorRemovedInAnyFile() throws Exception {
        try (CurationHarness curation = new CurationHarness(Map.of(), state)) {
            // Given
            TestEvents ticket = TestEvents.of("t1");
            curation.send(ticket.opened("My name is " + CANARY));
            curation.pass(WIPE);
            assertThat(RocksFiles.holding(state, CANARY)).isNotEmpty();

            // When
            curation.send(ticket.redacted("t1-1"));
            passAFewTimes(curation);

            // Then
            await().untilAsserted(
                            () -> assertThat(RocksFiles.holding(state, CANARY)).isEmpty());
        }
    }

    private static void passAFewTimes(CurationHarness curation) {
        for (int i = 0; i < 3; i++) {
            curation.pass(WIPE);
        }
    }
}
