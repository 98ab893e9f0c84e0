package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.WordHashes;
import dev.millrace.curation.state.ProfileCounts;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What examples are like, in counts of a fixed size that add up: so what came between two moments is the difference of two profiles,
 * and costs nothing to know. For one thread.
 */
final class Profile {
    private static final int BUCKETS = 32;
    private static final int LENGTHS = 16;
    /** Lengths from here on are told apart. */
    private static final int SHORTEST_BITS = 5;

    private final long[] intents;
    private final long[] lengths;
    private final long[] words;
    private long examples;
    private long rated;
    private long ratings;

    Profile() {
        this(new long[BUCKETS + 1], new long[LENGTHS], new long[BUCKETS]);
    }

    private Profile(long[] intents, long[] lengths, long[] words) {
        this.intents = intents;
        this.lengths = lengths;
        this.words = words;
    }

    /** As it was kept; an empty one if none was. */
    static Profile of(@Nullable ProfileCounts kept) {
        if (kept == null) {
            return new Profile();
        }
        Profile profile = new Profile(
                array(kept.getIntents(), BUCKETS + 1),
                array(kept.getLengths(), LENGTHS),
                array(kept.getWords(), BUCKETS));
        profile.examples = kept.getExamples();
        profile.rated = kept.getRated();
        profile.ratings = kept.getRatings();
        return profile;
    }

    private static long[] array(List<Long> kept, int size) {
        return Arrays.copyOf(kept.stream().mapToLong(Long::longValue).toArray(), size);
    }

    ProfileCounts counts() {
        return new ProfileCounts(examples, list(intents), list(lengths), list(words), rated, ratings);
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }

    void add(Example example) {
        examples++;
        example.getTags().forEach(tag -> intents[bucket(tag.hashCode())]++);
        if (example.getTags().isEmpty()) {
            intents[BUCKETS]++;
        }
        int characters = 0;
        for (Message message : example.getMessages()) {
            if (message.getRole() != Role.SYSTEM) {
                characters += message.getContent().length();
                WordHashes.of(message.getContent()).forEach(hash -> words[(int) (hash & (BUCKETS - 1))]++);
            }
        }
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(characters);
        lengths[Math.min(LENGTHS - 1, Math.max(0, bits - SHORTEST_BITS))]++;
        Integer rating = example.getRating();
        if (rating != null) {
            rated++;
            ratings += rating;
        }
    }

    /** A tag's hash is the language's own, and so the same in every process; its upper bits are folded in. */
    private static int bucket(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
    }

    /** What was added since an earlier state of this profile. */
    Profile since(Profile earlier) {
        Profile added = new Profile(
                minus(intents, earlier.intents), minus(lengths, earlier.lengths), minus(words, earlier.words));
        added.examples = examples - earlier.examples;
        added.rated = rated - earlier.rated;
        added.ratings = ratings - earlier.ratings;
        return added;
    }

    private static long[] minus(long[] counts, long[] earlier) {
        long[] added = new long[counts.length];
        Arrays.setAll(added, bucket -> counts[bucket] - earlier[bucket]);
        return added;
    }

    long examples() {
        return examples;
    }

    long rated() {
        return rated;
    }

    double meanRating() {
        return (double) ratings / rated;
    }

    StabilityIndex intents(Profile other) {
        return StabilityIndex.of(intents, other.intents);
    }

    StabilityIndex lengths(Profile other) {
        return StabilityIndex.of(lengths, other.lengths);
    }

    StabilityIndex words(Profile other) {
        return StabilityIndex.of(words, other.words);
    }
}
