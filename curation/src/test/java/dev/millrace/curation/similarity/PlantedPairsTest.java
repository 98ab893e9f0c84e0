package dev.millrace.curation.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.RealConversations;
import dev.millrace.schemas.event.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the search finds of pairs that were planted among real conversations, spread evenly over Jaccard 0.5 to 1. The truth comes
 * from {@link PlainShingles}. Prints recall by Jaccard.
 */
class PlantedPairsTest {
    private static final int PAIRS = 10_500;
    private static final double THRESHOLD = 0.75;
    private static final int BINS = 10;

    private final PlainShingles plain = new PlainShingles();
    private final Map<String, ComparedText> texts = new HashMap<>();
    private final Map<String, int[]> truth = new HashMap<>();
    private final SimilarTexts search =
            new SimilarTexts(THRESHOLD, id -> texts.get(id).conversation());

    private record Pair(String original, String variation, double jaccard, boolean found) {}

    @Test
    void shouldFindPlantedPairsAndDeclareNoOthersWhenTheyLieAmongRealConversations() throws IOException {
        // Given
        List<List<Message>> bitext = RealConversations.bitext();
        List<List<Message>> star = RealConversations.star();
        addAll("bitext-", bitext);
        addAll("star-", star);

        // When
        List<Pair> pairs = new ArrayList<>();
        Variations variations = new Variations(7);
        for (int i = 0; i < PAIRS; i++) {
            boolean ofStar = i % 2 == 1;
            List<List<Message>> originals = ofStar ? star : bitext;
            double jaccard = 0.5 + 0.5 * (i + 0.5) / PAIRS;
            int number = longEnough(originals, i / 2);
            List<Message> variation = variation(variations, originals.get(number), i / 2 % 3, jaccard);
            pairs.add(pair((ofStar ? "star-" : "bitext-") + number, "planted-" + i, variation));
        }

        // Then
        Map<Integer, List<Pair>> bins = new TreeMap<>();
        pairs.stream().filter(pair -> pair.jaccard() >= 0.5).forEach(pair -> bins.computeIfAbsent(
                        bin(pair.jaccard()), bin -> new ArrayList<>())
                .add(pair));
        bins.forEach((bin, found) -> System.out.printf(
                "planted pairs, Jaccard %.2f to %.2f: %d, found %.4f%n",
                0.5 + bin * 0.05, 0.55 + bin * 0.05, found.size(), recall(found)));
        assertThat(bins.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(10_000);
        assertThat(bins.values().stream().map(List::size)).hasSize(BINS).allMatch(size -> size > PAIRS / BINS * 3 / 4);
        assertThat(recall(bins.get(bin(0.8)))).isGreaterThanOrEqualTo(0.95);
        assertThat(recall(pairs.stream().filter(pair -> pair.jaccard() >= 0.85).toList()))
                .isGreaterThanOrEqualTo(0.99);
    }

    private static int bin(double jaccard) {
        return Math.min(BINS - 1, (int) ((jaccard - 0.5 + 1e-9) / 0.05));
    }

    private static double recall(List<Pair> pairs) {
        return pairs.stream().mapToInt(pair -> pair.found() ? 1 : 0).average().orElse(Double.NaN);
    }

    /** The next conversation that can be varied in small steps. */
    private static int longEnough(List<List<Message>> originals, int from) {
        int number = from % originals.size();
        while (set(originals.get(number)).size() < 40) {
            number = (number + 1) % originals.size();
        }
        return number;
    }

    private static List<Message> variation(Variations variations, List<Message> original, int kind, double jaccard) {
        List<Message> begun =
                switch (kind) {
                    case 0 -> original;
                    case 1 -> variations.turnsReordered(original);
                    default -> variations.namesChanged(original);
                };
        double reached = set(original).jaccard(set(begun));
        List<Message> varied = reached < jaccard ? original : begun;
        for (int round = 0; round < 4; round++) {
            reached = set(original).jaccard(set(varied));
            varied = reached < jaccard + 0.01 ? varied : variations.wordsEdited(varied, jaccard / reached);
        }
        return varied;
    }

    private static ShingleSet set(List<Message> messages) {
        return ComparedText.of(messages).conversation();
    }

    private void addAll(String prefix, List<List<Message>> conversations) {
        for (int i = 0; i < conversations.size(); i++) {
            String id = prefix + i;
            keep(id, conversations.get(i));
            search.add(id, bands(id));
        }
    }

    private void keep(String id, List<Message> messages) {
        texts.put(id, ComparedText.of(messages));
        truth.put(id, plain.of(messages));
    }

    private int[] bands(String id) {
        return Bands.of(MinHash.signature(texts.get(id).conversation()));
    }

    /** Looks for a variation; holds whatever is declared against the truth. */
    private Pair pair(String original, String id, List<Message> variation) {
        keep(id, variation);
        List<Match> declared = search.like(id, bands(id)).toList();
        declared.forEach(match -> assertThat(match.jaccard())
                .isEqualTo(PlainShingles.jaccard(truth.get(match.id()), truth.get(id)))
                .isGreaterThanOrEqualTo(THRESHOLD));
        boolean found = declared.stream().anyMatch(match -> match.id().equals(original));
        return new Pair(original, id, PlainShingles.jaccard(truth.get(original), truth.get(id)), found);
    }
}
