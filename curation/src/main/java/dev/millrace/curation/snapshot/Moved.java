package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.TriggerConfig;
import dev.millrace.schemas.event.SnapshotTrigger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether what came to a domain since its last cut is unlike the snapshot: in kind, or in how content the customers are. What came
 * is looked at on its own: among all that was there before it would hardly show.
 */
final class Moved {
    private final TriggerConfig config;
    private final Profile snapshot;
    private final Profile arrived;
    private final List<Integer> ratings;

    private Moved(TriggerConfig config, Profile snapshot, Profile arrived, List<Integer> ratings) {
        this.config = config;
        this.snapshot = snapshot;
        this.arrived = arrived;
        this.ratings = ratings;
    }

    static Optional<Due> since(CutMark last, DomainMark domain, TriggerConfig config) {
        Profile snapshot = Profile.of(last.getSnapshot());
        if (snapshot.examples() == 0) {
            return Optional.empty();
        }
        Profile arrived = Profile.of(domain.getArrived()).since(Profile.of(last.getArrived()));
        Moved moved = new Moved(config, snapshot, arrived, domain.getRatings());
        return moved.drift().or(moved::ratings);
    }

    private Optional<Due> drift() {
        double threshold = config.drift();
        if (threshold == 0 || arrived.examples() < config.driftExamples()) {
            return Optional.empty();
        }
        StabilityIndex intents = snapshot.intents(arrived);
        StabilityIndex lengths = snapshot.lengths(arrived);
        StabilityIndex words = snapshot.words(arrived);
        return intents.exceeds(threshold) || lengths.exceeds(threshold) || words.exceeds(threshold)
                ? Optional.of(new Due(
                        SnapshotTrigger.DRIFT,
                        String.format(
                                Locale.ROOT,
                                "population stability index of %d examples since the last cut: intents %.3f, lengths %.3f, words %.3f; the trigger is %s",
                                arrived.examples(),
                                intents.value(),
                                lengths.value(),
                                words.value(),
                                threshold)))
                : Optional.empty();
    }

    private Optional<Due> ratings() {
        int wanted = config.ratingExamples();
        if (config.ratingDrop() == 0 || snapshot.rated() == 0 || arrived.rated() < wanted || ratings.size() < wanted) {
            return Optional.empty();
        }
        double newest = ratings.subList(ratings.size() - wanted, ratings.size()).stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElseThrow();
        return snapshot.meanRating() - newest >= config.ratingDrop()
                ? Optional.of(new Due(
                        SnapshotTrigger.RATING,
                        String.format(
                                Locale.ROOT,
                                "mean rating of the newest %d rated examples is %.2f, of the snapshot's %d %.2f; the trigger is %s less",
                                wanted,
                                newest,
                                snapshot.rated(),
                                snapshot.meanRating(),
                                config.ratingDrop())))
                : Optional.empty();
    }
}
