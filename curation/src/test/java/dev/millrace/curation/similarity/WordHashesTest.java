package dev.millrace.curation.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordHashesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Where is my invoice?        | where -- IS - my (invoice)
            Ångström ÉTÉ                | ångström, été!
            Hi <NAME_1>, it's 5 o'clock | hi name 1 it s 5 o clock
            发票在哪里                    | 发 票 在 哪 里
            ひらがな                      | ひ ら が な
            𐐀𐐁 deseret                | 𐐨𐐩 DESERET
            हिन्दी में                     | हिन्दी, में.
            """)
    void shouldReadTheSameWordsWhenOnlyCaseAndWhatStandsBetweenDiffer(String one, String other) {
        assertThat(hashes(one)).isNotEmpty().isEqualTo(hashes(other));
    }

    @ParameterizedTest
    @CsvSource({"where is,whereis", "a b,b a", "invoice,invoices", "1 2,12", "हिन्दी,हन्दी"})
    void shouldReadOtherWordsWhenTheyDiffer(String one, String other) {
        assertThat(hashes(one)).isNotEqualTo(hashes(other));
    }

    @Test
    void shouldEndAWordWithItsTextWhenAnotherFollows() {
        WordHashes words = new WordHashes();
        words.add("my in");
        words.add("voice");

        assertThat(words.size()).isEqualTo(3);
        assertThat(WordHashes.of(" ...\n\ud800").size()).isZero();
    }

    private static long[] hashes(String text) {
        return WordRuns.hashes(WordHashes.of(text), 1);
    }
}
