package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    Hi <@U0ROBIN>, see <@U1~Ada>               | Hi @user, see @Ada
                    in <#C01~help> or <#C02>                   | in #help or #channel
                    <!here> <!subteam^S01~team>  <!date^1^x>   | @here team  @date
                    <https://larkspur.example/w~the workshop>  | the workshop
                    <https://larkspur.example/w>               | https://larkspur.example/w
                    <mailto:a@b.example~a@b.example>           | a@b.example
                    <tel:+4930123>                             | +4930123
                    1 &lt; 2 &gt; 0 &amp; &amp;lt; & done      | 1 < 2 > 0 & &lt; & done
                    <https://x.example/~a &amp; b>             | a & b
                    no <end                                    | no <end
                    <a <@U1>                                   | <a @user
                    <>                                         | ""
                    """)
    void shouldShowWhatPeopleSeeWhenTextHasMarkup(String marked, String plain) {
        assertThat(SlackText.plain(marked.replace('~', '|'))).isEqualTo(plain);
    }

    @Test
    void shouldTakeLinearTimeWhenMarkupNeverEnds() {
        // Given
        String hostile = "<".repeat(200_000) + "<a".repeat(100_000) + "&".repeat(100_000);

        // Then
        assertThat(SlackText.plain(hostile)).isEqualTo(hostile);
    }
}
