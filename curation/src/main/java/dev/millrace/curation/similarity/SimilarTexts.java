package dev.millrace.curation.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Texts among which those are found that are like a given one: candidates by shared bands, each verified by its exact Jaccard.
 *
 * <p>For one thread. What is found is a function of the texts and the order in which they were added.
 */
public final class SimilarTexts {
    private final double minJaccard;
    private final Function<String, ShingleSet> shingles;
    private final BandIndex index = new BandIndex();
    private final List<String> ids = new ArrayList<>();

    /**
     * @param minJaccard from which likeness on two texts match
     * @param shingles of a text, by its id; asked only where bands are equal
     */
    public SimilarTexts(double minJaccard, Function<String, ShingleSet> shingles) {
        this.minJaccard = minJaccard;
        this.shingles = shingles;
    }

    /** Adds a text; gives its number. */
    public int add(String id, int[] bands) {
        index.add(bands);
        ids.add(id);
        return ids.size() - 1;
    }

    /** Texts like the given one, worked out one by one; those first that share most bands, of these the ones added first. */
    public Stream<Match> like(String id, int[] bands) {
        int[] candidates = index.candidates(bands);
        if (candidates.length == 0) {
            return Stream.empty();
        }
        ShingleSet own = shingles.apply(id);
        return Arrays.stream(candidates)
                .mapToObj(number -> match(number, own))
                .filter(match -> match.jaccard() >= minJaccard);
    }

    private Match match(int number, ShingleSet own) {
        String id = ids.get(number);
        return new Match(number, id, own.jaccard(shingles.apply(id)));
    }
}
