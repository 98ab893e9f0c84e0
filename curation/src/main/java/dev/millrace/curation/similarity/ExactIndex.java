package dev.millrace.curation.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds, without a miss, whether one of a set of texts is like a given one: for where a single miss is a leak.
 *
 * <p>Two sets with a Jaccard of at least t share one of the first {@code n - ceil(t * n) + 1} of their n elements, in whatever order
 * all elements are brought. With the rarest first, these are seldom shared by others. How rare a shingle is, is counted in a
 * table that some of them share; that changes the order and not what is found. Source: Chaudhuri, Ganti and Kaushik, A primitive
 * operator for similarity joins (2006); Bayardo, Ma and Srikant, Scaling up all pairs similarity search (2007).
 *
 * <p>For one thread.
 */
public final class ExactIndex {
    private static final int COUNTERS = 1 << 20;
    /** What rounding may take from a Jaccard; a longer prefix finds no less. */
    private static final double ROUNDING = 1e-9;

    private final double minJaccard;
    private final List<String> ids;
    private final Function<String, ShingleSet> shingles;
    private final int[] frequencies = new int[COUNTERS];
    private final Buckets rare = new Buckets(Integer.MAX_VALUE);
    private final IntList found = new IntList();

    /**
     * @param ids of the texts among which is looked
     * @param shingles of a text, by its id
     */
    public ExactIndex(List<String> ids, double minJaccard, Function<String, ShingleSet> shingles) {
        this.minJaccard = minJaccard;
        this.ids = ids;
        this.shingles = shingles;
        ids.forEach(id -> count(shingles.apply(id)));
        for (int number = 0; number < ids.size(); number++) {
            ShingleSet set = shingles.apply(ids.get(number));
            for (int hash : prefix(set)) {
                rare.add(hash, number);
            }
        }
    }

    private void count(ShingleSet set) {
        for (int i = 0; i < set.size(); i++) {
            frequencies[counter(set.at(i))]++;
        }
    }

    private static int counter(long shingle) {
        return (int) shingle & (COUNTERS - 1);
    }

    private static int hash(long shingle) {
        return (int) (shingle >>> 32);
    }

    /** The rarest shingles, hashed for the buckets; of equally rare ones the lowest, which is the same order in all sets. */
    private int[] prefix(ShingleSet set) {
        long[] ranked = new long[set.size()];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = ((long) frequencies[counter(set.at(i))] << 32) | i;
        }
        Arrays.sort(ranked);
        int needed = (int) Math.ceil(minJaccard * ranked.length - ROUNDING);
        int[] prefix = new int[ranked.length == 0 ? 0 : ranked.length - needed + 1];
        for (int i = 0; i < prefix.length; i++) {
            prefix[i] = hash(set.at((int) ranked[i]));
        }
        return prefix;
    }

    /** The first of the texts that is like the given one. */
    public Optional<Match> firstLike(ShingleSet set) {
        found.clear();
        rare.collect(prefix(set), found);
        found.sort();
        for (int i = 0; i < found.size(); i++) {
            if (i == 0 || found.at(i) != found.at(i - 1)) {
                String id = ids.get(found.at(i));
                double jaccard = set.jaccard(shingles.apply(id));
                if (jaccard >= minJaccard) {
                    return Optional.of(new Match(found.at(i), id, jaccard));
                }
            }
        }
        return Optional.empty();
    }
}
