package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextFiguresTest {
    private static final String PLACEHOLDER = "<[A-Z]{2,8}_[0-9]{1,6}>";
    private static final List<String> PIECES = List.of(
            "<EMAIL_1>",
            "<",
            ">",
            "_",
            "AB",
            "ABCDEFGHI",
            "12",
            "1234567",
            "<ID_",
            "<IBAN_42>",
            " ",
            "\n",
            "a",
            "the",
            "The");

    @Property
    void shouldLeavePlaceholdersOut(@ForAll("texts") String text) {
        String without = text.replaceAll(PLACEHOLDER, " ");

        assertThat(TextFigures.withoutPlaceholders(text)).isEqualTo(without);
        assertThat(TextFigures.saysSomething(text)).isEqualTo(without.chars().anyMatch(Character::isLetterOrDigit));
    }

    @Property
    void shouldCountTriplesThatComeAgain(@ForAll("texts") String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", 0);
        Set<List<String>> distinct = new HashSet<>();
        for (int i = 0; i + 2 < words.length; i++) {
            distinct.add(List.of(words[i], words[i + 1], words[i + 2]));
        }
        double expected = words.length < 30 ? 0 : 1 - (double) distinct.size() / (words.length - 2);

        assertThat(TextFigures.repetition(text)).isEqualTo(expected);
    }

    @Test
    void shouldCountLettersAmongWhatIsVisible() {
        assertThat(TextFigures.letters("ab 1\t!")).isEqualTo(0.5);
        assertThat(TextFigures.letters(" \n")).isZero();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(150).map(parts -> String.join("", parts));
    }
}
