package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.util.List;

@Doc("How alike the examples of a snapshot may be. Likeness is the Jaccard of the runs of five words in the redacted"
        + " conversation: what two texts have in common, by what they have together.")
public record SimilarityConfig(
        @Doc("Of examples that are as alike as this the oldest stays. From 0.75, below which too many are missed, to 1,"
                + " which leaves out only what has the same words.")
        double nearDuplicates,

        @Doc("What is as like an example of the holdout as this is neither trained nor validated on; from 0.5 to 1.")
        double holdoutOverlap,

        @Doc(
                "A reply that is nearly the same, as `nearDuplicates` tells, in at least so many conversations is canned: then"
                        + " another question makes another example, however much of the text the reply is.")
        int cannedFrom,

        @Doc("Most examples in which the agent says nearly the same; the newest stay. 0 for no limit.")
        int maxExamplesPerReply,

        @Doc(
                "Files whose text must never be trained on, such as public tests: JSON Lines, of which every text counts, if"
                        + " the name ends in `.jsonl` or `.jsonl.gz`, else plain text, `.gz` if compressed. An example is left out"
                        + " of train and validation if it has 13 words in a row in common with one of them, or a message that is"
                        + " the same as a text of 5 to 12 words.")
        List<Path> protectedSets) {

    public static final SimilarityConfig DEFAULTS = new SimilarityConfig(0.75, 0.75, 10, 50, List.of());

    public SimilarityConfig {
        protectedSets = List.copyOf(protectedSets);
        Check.within("nearDuplicates", nearDuplicates, 0.75, 1);
        Check.within("holdoutOverlap", holdoutOverlap, 0.5, 1);
        Check.atLeast("cannedFrom", cannedFrom, 2);
        Check.atLeast("maxExamplesPerReply", maxExamplesPerReply, 0);
    }
}
