package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <p>Hello,</p>\\n<p>do you <b>repair</b>\\n wheels?</p>     | Hello,\\n\\ndo you repair wheels?
                    one<br>two<br/>three                                       | one\\ntwo\\nthree
                    <ul><li>first<li>second</ul>then                           | - first\\n- second\\n\\nthen
                    <table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table> | a b\\nc
                    <div>28&nbsp;mm &amp; more &lt;b&gt;</div>                 | 28 mm & more <b>
                    <pre>x = 1;\\n  y = 2;</pre>                               | x = 1;\\n  y = 2;
                    <style>p {}</style><script>alert(1)</script>text           | text
                    <span style="Display: none">preview</span>text             | text
                    <div hidden>no</div>text                                   | text
                    no markup\\n1 > 0 &amp; 0 < 1? a<b                         | no markup 1 > 0 & 0 < 1? a
                    two\\nlines &amp; no tag                                   | two\\nlines & no tag
                    ''                                                         | ''
                    <p><!-- a comment --></p>                                  | ''
                    """)
    void shouldKeepWhatPeopleReadWhenMarkupGoes(String html, String text) {
        assertThat(HtmlText.of(html.replace("\\n", "\n"))).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>Yes.</div><div class=\"gmail_quote\">On Monday, Ada wrote:<blockquote>No?</blockquote></div>",
                "<p>Yes.</p><blockquote type=\"cite\"><p>No?</p></blockquote>",
                "<p>Yes.</p><div id=\"appendonsend\"></div><hr><div>From: Ada</div><div>No?</div>",
                "<div>Yes.</div><div class=\"x gmail_signature\">Robin, Larkspur Bikes</div>",
                "<div>Yes.<div class=\"yahoo_quoted\"><div><div>No?</div></div></div></div>",
            })
    void shouldLeaveOutWhatAMailProgramHasMarkedAsQuotedOrSignature(String html) {
        assertThat(HtmlText.of(html)).isEqualTo("Yes.");
    }

    @Test
    void shouldKeepAPlainQuotationWhenItIsPartOfTheMessage() {
        assertThat(HtmlText.of("<p>It says:</p><blockquote>Turn left.</blockquote><p>Why?</p>"))
                .isEqualTo("It says:\n\nTurn left.\n\nWhy?");
    }

    @Test
    void shouldTakeLinearTimeWhenMarkupIsHostile() {
        // Given
        int times = 60_000;
        String[] hostile = {
            "<div>".repeat(times) + "deep",
            "<b><i><u>".repeat(times / 3) + "<p>x",
            "<a href='" + "a".repeat(times) + "' ".repeat(10),
            "<table>".repeat(times) + "x",
            "<p " + IntStream.range(0, times / 4).mapToObj(i -> "a" + i).collect(Collectors.joining(" ")) + ">x",
            "<style></style>".repeat(times / 4) + "x",
            "&#x26;lt;".repeat(times) + "&" + "a".repeat(times),
            "<!--".repeat(times),
            "</p>".repeat(times) + "<select>".repeat(1000),
            "<" + "<".repeat(times),
            "<p style='" + "\u0130".repeat(10 * times) + "'>x",
            "<p style='" + "display ".repeat(times) + "'>x",
        };

        // Then
        for (String html : hostile) {
            assertTimeout(Duration.ofSeconds(5), () -> HtmlText.of(html), html.substring(0, 20));
        }
    }
}
