package dev.millrace.evaluator.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.millrace.evaluator.TestAdapters;
import dev.millrace.evaluator.TestSnapshot;
import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldoutEvaluationIT {
    @TempDir
    Path directory;

    private SnapshotFolder snapshot;

    @BeforeEach
    void cutSnapshot() throws IOException {
        snapshot = TestSnapshot.write(directory.resolve("snapshot"));
    }

    @Test
    void shouldFindATrainedAdapterBetterThanTheBase() throws IOException {
        // Given
        Path candidate = TestAdapters.trained(snapshot.folder(), 30, directory.resolve("candidate"));

        // When
        HoldoutEvaluation.Result result = evaluate(candidate, null, ServingPrecision.BF16);

        // Then
        Measurements measured = result.measurements();
        assertThat(measured.holdout().items()).hasSize(12);
        assertThat(measured.precision()).isEqualTo("bf16");
        assertThat(measured.otherPrecisionName()).isEqualTo("nf4");
        assertThat(measured.candidateLoss()).isLessThan(0.9 * measured.baseLoss());
        assertThat(measured.championLoss()).isEmpty();
        assertThat(measured.toBase()).isEqualTo(measured.toChampion());
        assertThat(measured.toBase().estimate())
                .isCloseTo(measured.candidateLoss() - measured.baseLoss(), offset(1e-9));
        assertThat(measured.toBase().high()).isNegative();
        assertThat(measured.otherPrecision())
                .isNotEqualTo(measured.candidateLoss())
                .isFinite();
        assertThat(result.samples()).hasSize(3).allSatisfy(sample -> {
            assertThat(sample.question()).startsWith("What comes after");
            assertThat(sample.agent()).startsWith("After");
        });
    }

    @Test
    void shouldCompareWithTheChampionAndFindNoDifferenceToItself() throws IOException {
        // Given
        Path candidate = TestAdapters.trained(snapshot.folder(), 5, directory.resolve("candidate"));

        // When
        Measurements measured =
                evaluate(candidate, candidate, ServingPrecision.NF4).measurements();

        // Then
        assertThat(measured.precision()).isEqualTo("nf4");
        assertThat(measured.championLoss()).hasValue(measured.candidateLoss());
        assertThat(measured.toChampion().estimate()).isZero();
        assertThat(measured.toChampion().isBelowZero()).isFalse();
        assertThat(measured.toBase().estimate()).isNotZero();
        assertThat(measured.changesAnything()).isTrue();
        assertThat(measured.questionGain()).hasValueSatisfying(gain -> {
            assertThat(gain.candidate()).isEqualTo(gain.opponent());
            assertThat(gain.candidate().items()).isEqualTo(12);
            assertThat(gain.difference().estimate()).isZero();
        });
    }

    @Test
    void shouldSeeThatNothingChangesWhenTheAdapterIsZero() throws IOException {
        // Given
        Path zero = TestAdapters.constant(0, directory.resolve("zero"));

        // When
        Measurements measured = evaluate(zero, null, ServingPrecision.BF16).measurements();

        // Then
        assertThat(measured.changesAnything()).isFalse();
        assertThat(measured.candidateLoss()).isEqualTo(measured.baseLoss());
    }

    @Test
    void shouldGiveTheSameFiguresWhenRunTwice() throws IOException {
        // Given
        Path candidate = TestAdapters.constant(0.02f, directory.resolve("candidate"));

        // When
        HoldoutEvaluation.Result first = evaluate(candidate, null, ServingPrecision.BF16);
        HoldoutEvaluation.Result second = evaluate(candidate, null, ServingPrecision.BF16);

        // Then
        assertThat(second.measurements().candidateLoss())
                .isEqualTo(first.measurements().candidateLoss());
        assertThat(second.samples()).isEqualTo(first.samples());
    }

    @Test
    void shouldSayThatNothingIsLeftWhenTheWholeHoldoutWasTrainedOn() throws IOException {
        // Given
        snapshot = TestSnapshot.write(
                directory.resolve("same"), "known", TestSnapshot.numbers(0, 8), List.of(), TestSnapshot.numbers(0, 8));
        Path candidate = TestAdapters.constant(0.02f, directory.resolve("candidate"));

        // When, Then
        assertThatThrownBy(() -> evaluate(candidate, null, ServingPrecision.BF16))
                .isInstanceOf(NoHoldoutException.class)
                .hasMessageContaining("8 were trained on");
    }

    private HoldoutEvaluation.Result evaluate(Path candidate, @Nullable Path champion, ServingPrecision precision) {
        return new HoldoutEvaluation(TestAdapters.BASE, snapshot, candidate, champion, snapshot, precision, Device.CPU)
                .run(7);
    }
}
