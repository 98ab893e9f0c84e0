package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CleanTextTest {
    private static final List<String> PIECES = List.of(
            " ",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "a",
            "Zoë",
            "\u200b",
            "\u0000",
            "\u00a0",
            "\u000b",
            "\ufffe",
            "\ud83d\ude00");

    @Test
    void shouldTakeAwayWhatOnlyGetsInTheWay() {
        assertThat(CleanText.of("\r\n A\u200b \t\r\n\r\n \t\r\n\n b\u0007\tc \n"))
                .isEqualTo("A\n\nb\tc".replace("b", " b"));
    }

    /** One by one, as expressions say it. */
    @Property
    void shouldBeTheSameAsStepByStep(@ForAll("texts") String text) {
        String visible = text.replaceAll("\r\n?", "\n").replaceAll("[\\p{Cc}\\p{Cf}\ufffe\uffff&&[^\n\t]]", "");
        String lines = visible.replaceAll("[ \t]+\n", "\n").replaceAll("\n{3,}", "\n\n");

        assertThat(CleanText.of(text)).isEqualTo(lines.strip());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(30).map(parts -> String.join("", parts));
    }
}
