package dev.millrace.evaluator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClusteredRatioTest {

    @Property(tries = 200)
    void shouldEqualTheSumOverAllPairsOfAClusterWhenComputedByHand(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int clusters) {
        List<PairedDifference> items = SyntheticItems.draw(new Random(seed), clusters, -0.1, 0.3);

        Interval interval = ClusteredRatio.of(items);

        assertThat(interval.standardError()).isCloseTo(errorOverPairs(items), within(1e-9));
        assertThat(interval.estimate()).isCloseTo(ratio(items), within(1e-12));
        assertThat(interval.clusters()).isEqualTo(clusters);
    }

    @Property(tries = 100)
    void shouldNotDependOnTheOrderOfItems(@ForAll long seed) {
        List<PairedDifference> items = SyntheticItems.draw(new Random(seed), 20, 0.2, 0.5);
        List<PairedDifference> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed + 1));

        Interval interval = ClusteredRatio.of(shuffled);

        assertThat(interval.low()).isCloseTo(ClusteredRatio.of(items).low(), within(1e-9));
    }

    @Test
    void shouldAgreeWithABootstrapOverClusters() {
        List<PairedDifference> items = SyntheticItems.draw(new Random(11), 200, -0.05, 0.4);

        Interval interval = ClusteredRatio.of(items);

        double bootstrap = SyntheticItems.bootstrapError(items, new Random(12), 4000);
        assertThat(interval.standardError() / bootstrap).isBetween(0.93, 1.07);
    }

    @Test
    void shouldCoverTheTruthNineteenTimesInTwentyWhenCustomersWroteMoreThanOnce() {
        Random random = new Random(5);
        int draws = 2000;
        int covered = 0;
        for (int draw = 0; draw < draws; draw++) {
            Interval interval = ClusteredRatio.of(SyntheticItems.draw(random, 60, -0.08, 0.5));
            covered += interval.low() <= -0.08 && -0.08 <= interval.high() ? 1 : 0;
        }

        double coverage = (double) covered / draws;

        assertThat(coverage).isBetween(0.93, 0.965);
    }

    @Test
    void shouldBeWiderThanAnIntervalThatTakesItemsForIndependent() {
        List<PairedDifference> clustered = SyntheticItems.draw(new Random(3), 50, 0, 1.0);
        List<PairedDifference> independent = new ArrayList<>();
        for (PairedDifference item : clustered) {
            independent.add(new PairedDifference("s" + independent.size(), item.tokens(), item.nats()));
        }

        double naive = ClusteredRatio.of(independent).standardError();

        assertThat(ClusteredRatio.of(clustered).standardError()).isGreaterThan(1.3 * naive);
    }

    @Test
    void shouldClaimNothingWhenAllItemsAreOfOneCustomer() {
        List<PairedDifference> items = List.of(new PairedDifference("a", 3, -2), new PairedDifference("a", 5, -1));

        Interval interval = ClusteredRatio.of(items);

        assertThat(interval.high()).isInfinite();
        assertThat(interval.isBelowZero()).isFalse();
    }

    @Test
    void shouldRefuseAnEmptyList() {
        assertThatThrownBy(() -> ClusteredRatio.of(List.of())).hasMessageContaining("no items");
    }

    private static double ratio(List<PairedDifference> items) {
        double nats = 0;
        double tokens = 0;
        for (PairedDifference item : items) {
            nats += item.nats();
            tokens += item.tokens();
        }
        return nats / tokens;
    }

    /** Miller's form: the covariance of every pair of items within a cluster, each pair once in each order. */
    private static double errorOverPairs(List<PairedDifference> items) {
        double theta = ratio(items);
        double covariances = 0;
        double tokens = 0;
        for (PairedDifference one : items) {
            tokens += one.tokens();
            for (PairedDifference other : items) {
                if (one.subject().equals(other.subject())) {
                    covariances += (one.nats() - theta * one.tokens()) * (other.nats() - theta * other.tokens());
                }
            }
        }
        double clusters =
                items.stream().map(PairedDifference::subject).distinct().count();
        return Math.sqrt(covariances * clusters / (clusters - 1)) / tokens;
    }
}
