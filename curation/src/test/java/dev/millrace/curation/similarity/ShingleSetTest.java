package dev.millrace.curation.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ShingleSetTest {

    @Property(tries = 500)
    void shouldBeAsAlikeAsTheRunsOfWordsAreWhenReadAsStrings(
            @ForAll("texts") String one, @ForAll("texts") String other) {
        PlainShingles plain = new PlainShingles();
        int[] expectedOne = plain.of(List.of(new Message(Role.USER, one)));
        int[] expectedOther = plain.of(List.of(new Message(Role.USER, other)));

        assertThat(set(one).size()).isEqualTo(expectedOne.length);
        assertThat(set(one).jaccard(set(other))).isEqualTo(PlainShingles.jaccard(expectedOne, expectedOther));
    }

    /** Few words, so that runs come again. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "Sea").list().ofMaxSize(40).map(words -> String.join(" ", words));
    }

    @Test
    void shouldTellTextsOfFewWordsApartWhenTheyAreShorterThanAShingle() {
        assertThat(set("Thank you").jaccard(set("thank you!"))).isEqualTo(1);
        assertThat(set("Thank you").jaccard(set("Thank you all"))).isZero();
        assertThat(set("").jaccard(set(""))).isZero();
    }

    @Test
    void shouldBeTheSameWhenWrittenAndReadAgain() {
        ShingleSet set = set("the quick brown fox jumps over the lazy dog");

        ShingleSet read = ShingleSet.fromBytes(set.toBytes());

        assertThat(read.size()).isEqualTo(5);
        assertThat(read.jaccard(set)).isEqualTo(1);
    }

    private static ShingleSet set(String text) {
        return ShingleSet.of(WordHashes.of(text));
    }
}
