package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc(
        "What the train split is made of. Validation and holdout stay as the conversations are, so that what is measured is what"
                + " customers ask.")
public record BalanceConfig(
        @Doc("Most examples of one source; the newest stay. 0 for no limit.")
        int maxPerSource,

        @Doc("Most examples of one month of UTC; the newest stay. 0 for no limit.")
        int maxPerMonth,

        @Doc(
                "Largest share of the split that examples with one tag may make; the newest stay. With so few tags that the share"
                        + " cannot be held nothing is left out. Shares are held one after the other, by month, by source, by tag: a"
                        + " later one may move an earlier.")
        double maxTagShare,

        @Doc("The same for examples of one source.") double maxSourceShare,
        @Doc("The same for examples of one month.") double maxMonthShare,

        @Doc(
                "Share of a tag's examples that stays, from 0 to 1, by tag; chosen by a hash of the example. Tags without a weight"
                        + " have 1; of several tags the smallest weight counts.")
        Map<String, String> tagWeights,

        @Doc("The same by source; an example with both weights stays with their product.")
        Map<String, String> sourceWeights,

        @Doc(
                "Share of the examples to train on that are taken again from those that fell out of `window`, against forgetting;"
                        + " chosen by a hash.")
        double replayShare,

        @Doc(
                "JSON Lines of general text, each `{\"messages\": [{\"role\", \"content\"}]}` with an assistant's message at the"
                        + " end, against forgetting; `.gz` if compressed. Never redacted.")
        @Nullable
        Path generalText,

        @Doc("Share of the examples to train on that come from `generalText`; chosen by a hash.")
        double generalShare) {

    public static final BalanceConfig DEFAULTS = new BalanceConfig(0, 0, 1, 1, 1, Map.of(), Map.of(), 0, null, 0);

    private static final double MOST_AGAIN = 0.9;

    public BalanceConfig {
        tagWeights = Map.copyOf(tagWeights);
        sourceWeights = Map.copyOf(sourceWeights);
        Check.atLeast("maxPerSource", maxPerSource, 0);
        Check.atLeast("maxPerMonth", maxPerMonth, 0);
        share("maxTagShare", maxTagShare);
        share("maxSourceShare", maxSourceShare);
        share("maxMonthShare", maxMonthShare);
        tagWeights.forEach((tag, weight) -> weight("tagWeights." + tag, weight));
        sourceWeights.forEach((source, weight) -> weight("sourceWeights." + source, weight));
        Check.within("replayShare", replayShare, 0, MOST_AGAIN);
        Check.within("generalShare", generalShare, 0, MOST_AGAIN);
        Check.that(
                replayShare + generalShare <= MOST_AGAIN,
                "generalShare",
                generalShare,
                "at most " + MOST_AGAIN + " together with replayShare");
        Check.that(
                generalShare == 0 || generalText != null, "generalText", "empty", "a file to take generalShare from");
    }

    private static void share(String component, double value) {
        Check.that(value > 0 && value <= 1, component, value, "a number above 0, and 1 at most");
    }

    private static void weight(String component, String value) {
        double weight;
        try {
            weight = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        Check.that(weight >= 0 && weight <= 1, component, "'" + value + "'", "0 to 1");
    }

    /** How many examples from outside the window are taken to so many from within. */
    public long replayed(long examples) {
        return (long) (replayShare * all(examples));
    }

    /** How many lines of general text are taken to so many examples. */
    public long general(long examples) {
        return (long) (generalShare * all(examples));
    }

    private double all(long examples) {
        return examples / (1 - replayShare - generalShare);
    }

    /** How much of what has a tag stays. */
    public double tagWeight(String tag) {
        return Double.parseDouble(tagWeights.getOrDefault(tag, "1"));
    }

    /** How much of what comes from a source stays. */
    public double sourceWeight(String source) {
        return Double.parseDouble(sourceWeights.getOrDefault(source, "1"));
    }
}
