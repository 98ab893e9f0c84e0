package dev.millrace.curation.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SimilarTextsTest {
    private static final String LONG =
            IntStream.range(0, 200).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

    private final Map<String, ShingleSet> shingles = new HashMap<>();
    private final SimilarTexts search = new SimilarTexts(0.75, shingles::get);

    @Test
    void shouldFindTheMostAlikeFirstWhenSeveralMatch() {
        add("other", "something else that has nothing in common with it");
        add("like", LONG.replace("word100", "x"));
        add("same", LONG.toUpperCase(java.util.Locale.ROOT));

        assertThat(like("new", LONG)).extracting(Match::id).containsExactly("same", "like");
        assertThat(like("new", LONG)).extracting(Match::number).containsExactly(2, 1);
    }

    @Test
    void shouldNotMatchWhenTheTextIsShorterByMoreThanTheThreshold() {
        add("long", LONG);

        assertThat(like("half", LONG.substring(0, LONG.length() / 2))).isEmpty();
    }

    @Test
    void shouldStayQuickWhenThousandsAreAlmostAlike() {
        String shared = LONG.substring(0, LONG.length() * 7 / 10);
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            add(
                    "e" + i,
                    shared
                            + IntStream.range(0, 60)
                                    .mapToObj(j -> " own" + number + "x" + j)
                                    .collect(Collectors.joining()));
        }

        assertThat(like(
                        "copy",
                        shared
                                + IntStream.range(0, 60)
                                        .mapToObj(j -> " own3x" + j)
                                        .collect(Collectors.joining())))
                .extracting(Match::id)
                .contains("e3");
        assertThat(like("none", shared)).hasSizeLessThanOrEqualTo(128);
    }

    @Property(tries = 200)
    void shouldFindExactlyWhatIsAlikeWhenEveryPairIsLookedAt(@ForAll("texts") List<String> texts) {
        // Given
        Map<String, ShingleSet> sets = new HashMap<>();
        List<String> ids =
                IntStream.range(0, texts.size()).mapToObj(i -> "t" + i).toList();
        ids.forEach(id -> sets.put(id, ShingleSet.of(WordHashes.of(texts.get(ids.indexOf(id))))));
        List<String> half = ids.subList(0, ids.size() / 2);

        // When
        ExactIndex index = new ExactIndex(half, 0.6, sets::get);

        // Then
        for (String id : ids) {
            String expected = half.stream()
                    .filter(other -> sets.get(id).jaccard(sets.get(other)) >= 0.6)
                    .findFirst()
                    .orElse(null);
            assertThat(index.firstLike(sets.get(id)).map(Match::id).orElse(null))
                    .isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> text =
                Arbitraries.of("a", "b", "c").list().ofMinSize(3).ofMaxSize(20).map(words -> String.join(" ", words));
        return text.list().ofMinSize(2).ofMaxSize(20);
    }

    private void add(String id, String text) {
        shingles.put(id, ShingleSet.of(WordHashes.of(text)));
        search.add(id, Bands.of(MinHash.signature(shingles.get(id))));
    }

    private List<Match> like(String id, String text) {
        shingles.put(id, ShingleSet.of(WordHashes.of(text)));
        return search.like(id, Bands.of(MinHash.signature(shingles.get(id)))).toList();
    }
}
