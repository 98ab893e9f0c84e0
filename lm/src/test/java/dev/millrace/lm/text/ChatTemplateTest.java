package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
    private static final List<ChatMessage> CHAT =
            List.of(ChatMessage.system(" be kind "), ChatMessage.user("Hi  "), ChatMessage.assistant("Hello <b>&\"'"));

    /** Expected values are what Python's Jinja2 gives with trim_blocks and lstrip_blocks. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ bos_token }}x{{ eos_token }} => <s>x</s>",
                "{{ messages[0]['content'] | trim }} => be kind",
                "{{ messages[0].content.strip() }}! => be kind!",
                "{{ messages[1]['content'].rstrip() + '.' }} => Hi.",
                "{{ messages[-1]['role'] }} => assistant",
                "{{ messages[1:] | length }} => 2",
                "{{ messages | length }} => 3",
                "{% for m in messages %}{{ loop.index0 }}{% if not loop.last %},{% endif %}{% endfor %} => 0,1,2",
                "{% for m in messages if m.role != 'system' %}{{ loop.index0 ~ m.role[0] }}{% endfor %} => 0u1a",
                "{% for k, v in messages[1].items() if k == 'role' %}{{ v }}{% endfor %} => user",
                "{% for m in (messages if eos_token else []) %}{{ m.role[0] }}{% endfor %} => sua",
                "{% set ns = namespace(n=messages|length - 1, m='a') %}{{ ns.n ~ ns.m }} => 2a",
                "{% for m in messages %}{% if loop.first %}{% continue %}{% endif %}{{ m.role[0] }}{% endfor %} => ua",
                "{% for m in messages[::-1] %}{{ m.role[0] }}{% endfor %} => aus",
                "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }} => 3",
                "{% if messages[0]['role'] == 'system' %}a{% else %}b{% endif %} => a",
                "{% if tools is defined and tools %}a{% else %}b{% endif %} => b",
                "{% if tools is not none %}a{% else %}b{% endif %} => b",
                "{% if not tools is defined %}a{% else %}b{% endif %} => a",
                "{% if not bos_token is defined %}a{% else %}b{% endif %} => b",
                "{% if not messages[0] is mapping and not tools is not none %}a{% else %}b{% endif %} => b",
                "{{ 'not x is y' if not tools is string }} => not x is y",
                "{% for k, v in messages[1] | items %}{{ k }}={{ v }};{% endfor %} => role=user;content=Hi  ;",
                "{% for k, v in nothing | items %}{{ k }}{% endfor %}. => .",
                "{{ 'a' if add_generation_prompt else 'b' }} => b",
                "{{ messages[2]['content'] }} => Hello <b>&\"'",
                "{{ messages[1] | tojson }} => {\"role\": \"user\", \"content\": \"Hi  \"}",
                "{{ [1, 2.5, true, none, 'ü'] | tojson }} => [1, 2.5, true, null, \"ü\"]",
                "{{ strftime_now('%d %b %Y') }} => 26 Jul 2024",
                "{{ 'a</think>b'.split('</think>')[-1] }} => b",
                "{{ 'y' if 'abc'.startswith('ab') else 'n' }} => y",
                "{{ '\\nxy\\n'.lstrip('\\n').rstrip('\\n') }} => xy",
                "{{ 'x' ~ 1 ~ 'y' }} => x1y",
                "{% generation %}said{% endgeneration %} => said",
                "{%- if true -%}  a  {%- endif -%} => a",
                "{% macro f(x) %}<{{ x }}>{% endmacro %}{{ f('q') }} => <q>",
                "{{ 'y' if (messages[0]['role'] == 'user') != (0 % 2 == 0) else 'n' }} => y",
                "{{ 'y' if messages[1]['content'] is string else 'n' }} => y",
                "{{ 'y' if 'role' in messages[0] else 'n' }} => y",
                "{{ messages[0].get('name', 'none given') }} => none given",
                "{{ 'y' if 'b' not in ['a'] and 'a' in 'abc' else 'n' }} => y",
            })
    void shouldRenderAsPythonDoes(String source, String expected) {
        // When
        String text = template(source).render(CHAT, false);

        // Then
        assertThat(text).isEqualTo(expected);
    }

    @Test
    void shouldKnowTheValuesThatItIsGiven() {
        // Given
        ChatTemplate template = template("{{ 'thinks' if enable_thinking else 'answers' }} {{ eos_token }}");

        // When
        String text = template.with(Map.of("enable_thinking", true)).render(CHAT, false);

        // Then
        assertThat(text).isEqualTo("thinks </s>");
        assertThat(template.render(CHAT, false)).isEqualTo("answers </s>");
    }

    @Test
    void shouldRefuseAConversationWithoutTurns() {
        assertThatThrownBy(() -> template("x").render(List.of(), true))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("no turns");
    }

    @Test
    void shouldTrimBlockLinesAsPythonDoes() {
        // Given
        String source =
                "{% for m in messages %}\n    {% if m.role == 'user' %}\n[{{ m.content }}]\n    {% endif %}\n{% endfor %}\n";

        // When
        String text = template(source).render(CHAT, false);

        // Then
        assertThat(text).isEqualTo("[Hi  ]\n");
    }

    @Test
    void shouldNotRunTemplateSyntaxWhenItStandsInAMessage() {
        // Given
        List<ChatMessage> chat = List.of(ChatMessage.user("{{ 1 + 1 }}{% raw %}{# x #}"));

        // When
        String text = template("{% for m in messages %}{{ m['content'] }}{% endfor %}")
                .render(chat, false);

        // Then
        assertThat(text).isEqualTo("{{ 1 + 1 }}{% raw %}{# x #}");
    }

    @Test
    void shouldFailWithTheTemplatesOwnReasonWhenItRaises() {
        // When
        ChatTemplate template = template("{% if true %}{{ raise_exception('Roles must alternate') }}{% endif %}");

        // Then
        assertThatThrownBy(() -> template.render(CHAT, false))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("Roles must alternate")
                .hasMessageContaining("[system, user, assistant]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "{% for m in messages %}",
                "{{ messages | nosuchfilter }}",
                "{% for m in messages %}{{ m.role }}{% else %}none{% endfor %}",
                "{{ nosuch(1) }}",
                "{% nosuchtag %}",
                "{{ 'a }}",
                "{{ messages[0].nosuch() }}",
                "{{ strftime_now('%Q') }}"
            })
    void shouldFailWhenTheTemplateIsBrokenOrCannotBeRenderedRight(String source) {
        // When
        ThrowingCallable rendering = () -> template(source).render(CHAT, false);

        // Then
        assertThatThrownBy(rendering).isInstanceOf(ChatTemplateException.class);
    }

    private static ChatTemplate template(String source) {
        Clock clock = Clock.fixed(Instant.parse("2024-07-26T10:15:30Z"), ZoneOffset.UTC);
        return new ChatTemplate(source, new SpecialTokens("<s>", "</s>"), clock);
    }
}
