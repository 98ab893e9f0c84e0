package dev.millrace.curation.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.ErasureStep;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
    private static final ErasureRequest REQUEST =
            new ErasureRequest("billing", "s_1", "r1", NOW, NOW.plus(Duration.ofDays(30)));

    @Test
    void shouldHaveEveryStepOpenWhenNothingWasLookedAt() {
        ErasureReceipt receipt = Receipts.next(REQUEST, Optional.empty(), Map.of(), NOW);

        assertThat(receipt.getComplete()).isFalse();
        assertThat(receipt.getSteps())
                .extracting(ErasureStep::getName)
                .containsExactly(
                        "suppression",
                        "raw-events",
                        "dead-letters",
                        "conversations",
                        "examples",
                        "stream-state",
                        "state-files",
                        "snapshots",
                        "jobs",
                        "adapters",
                        "adapter-files");
        assertThat(Receipts.open(REQUEST, Optional.of(receipt))).containsExactly(Stage.values());
    }

    @Test
    void shouldKeepTheMostThatWasSeenAndWhenAStepWasDone() {
        // Given
        ErasureReceipt seen =
                Receipts.next(REQUEST, Optional.empty(), Map.of(Stage.EXAMPLES, new Finding(true, 7)), NOW);

        // When
        Instant later = NOW.plusSeconds(60);
        ErasureReceipt done =
                Receipts.next(REQUEST, Optional.of(seen), Map.of(Stage.EXAMPLES, new Finding(false, 0)), later);
        ErasureReceipt again = Receipts.next(
                REQUEST, Optional.of(done), Map.of(Stage.EXAMPLES, new Finding(true, 9)), later.plusSeconds(60));

        // Then
        ErasureStep expected = new ErasureStep("examples", true, 7L, later);
        assertThat(done.getSteps()).contains(expected);
        assertThat(again.getSteps()).contains(expected);
        assertThat(Receipts.open(REQUEST, Optional.of(done)))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Stage.EXAMPLES)));
    }

    @Test
    void shouldBeCompleteWhenEveryStepIsDone() {
        Map<Stage, Finding> all = new EnumMap<>(Stage.class);
        EnumSet.allOf(Stage.class).forEach(stage -> all.put(stage, Finding.NOTHING));

        ErasureReceipt receipt = Receipts.next(REQUEST, Optional.empty(), all, NOW);

        assertThat(receipt.getComplete()).isTrue();
        assertThat(Receipts.open(REQUEST, Optional.of(receipt))).isEmpty();
    }

    @Test
    void shouldBeginAnewWhenThePersonAsksAgain() {
        // Given
        Map<Stage, Finding> all = new EnumMap<>(Stage.class);
        EnumSet.allOf(Stage.class).forEach(stage -> all.put(stage, Finding.NOTHING));
        ErasureReceipt complete = Receipts.next(REQUEST, Optional.empty(), all, NOW);
        ErasureRequest again =
                ErasureRequest.newBuilder(REQUEST).setRequestId("r2").build();

        // When
        ErasureReceipt receipt = Receipts.next(again, Optional.of(complete), Map.of(), NOW);

        // Then
        assertThat(Receipts.open(again, Optional.of(complete))).hasSize(Stage.values().length);
        assertThat(receipt.getRequestId()).isEqualTo("r2");
        assertThat(receipt.getSteps()).noneMatch(ErasureStep::getDone);
        assertThat(Receipts.same(Optional.of(complete), receipt)).isFalse();
    }
}
