package dev.millrace.curation.rules.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Dear Jane Doe, thank you for writing.       | Jane Doe
                    Hi Søren!                                   | Søren
                    Hello Mr. O'Neill, I see.                   | O'Neill
                    Hi there, Hello Team                        |
                    Dear Customer,                              |
                    Dear {{Customer Name}},                     |
                    hey jane, it works                          |
                    Hello, my name is Ada Lovelace and I wait.  | Ada Lovelace
                    It works now. Best regards, Emil Berg       | Emil Berg
                    It works now. Regards, the team             |
                    I thank you. Thanks, bye                    |
                    """)
    void shouldTakeTheNamesOfOneLine(String text, String name) {
        assertThat(PersonNames.in(List.of(text))).isEqualTo(name == null ? Set.of() : Set.of(name));
    }

    /** A slash stands for the end of a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Works. / / Kind regards, / / Greta Holm / Head of Sales | Greta Holm
                    Thank you / Emil                                        | Emil
                    Thanks / The lamp is broken. I wait for it.             |
                    Best wishes / Mara / 12 Mill Street, Bath / BA1 1AA      | 12 Mill Street, Bath;Mara
                    Many thanks / Jonas / Hauptstraße 5 / 10115 Berlin / 3 of us | 10115 Berlin;Hauptstraße 5;Jonas
                    Thanks / Emil / 24 hours later it broke / Version 7      | Emil
                    Best, / J.                                              |
                    """)
    void shouldTakeNameAndAddressBelowAClosingFormula(String text, String name) {
        String lines = text.replaceAll(" */ *", "\n");

        assertThat(PersonNames.in(List.of(lines))).isEqualTo(name == null ? Set.of() : Set.of(name.split(";")));
    }
}
