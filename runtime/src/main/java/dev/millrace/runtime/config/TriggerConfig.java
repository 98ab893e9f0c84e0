package dev.millrace.runtime.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("When a snapshot is cut.")
public record TriggerConfig(
        @Doc("After so many new, changed or removed examples; 0 turns this off.")
        int count,

        @Doc("After so much time, if anything changed; empty turns this off.") @Nullable
        Duration interval,

        @Doc("Not before the domain has so many examples.") int minExamples,

        @Doc("Not sooner after the last cut, unless somebody asks; empty for no such limit.") @Nullable
        Duration minInterval,

        @Doc("When what came since the last cut differs so much from the snapshot in intents, lengths or words, by the"
                + " population stability index; 0.1 is some, 0.25 much. 0 turns this off.")
        double drift,

        @Doc("Drift is not looked for in fewer examples.") int driftExamples,

        @Doc(
                "When the mean rating of the newest `ratingExamples` is so much below that of the snapshot; 0 turns this off."
                        + " Conversations below `policy.minRating` are no examples and do not count.")
        double ratingDrop,

        @Doc("How many of the newest rated examples, all come since the last cut, are looked at; from 1 to 500.")
        int ratingExamples) {

    /** Most ratings that are kept to be looked at. */
    public static final int MOST_RATINGS = 500;

    public static final TriggerConfig DEFAULTS = new TriggerConfig(500, Duration.ofDays(1), 200, null, 0, 100, 0, 50);

    public TriggerConfig {
        Check.atLeast("count", count, 0);
        Check.positive("interval", interval);
        Check.atLeast("minExamples", minExamples, 1);
        Check.positive("minInterval", minInterval);
        Check.within("drift", drift, 0, 100);
        Check.atLeast("driftExamples", driftExamples, 1);
        Check.within("ratingDrop", ratingDrop, 0, 4);
        Check.range("ratingExamples", ratingExamples, 1, MOST_RATINGS);
    }
}
