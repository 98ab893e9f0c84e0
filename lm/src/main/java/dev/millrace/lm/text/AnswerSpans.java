package dev.millrace.lm.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the assistant speaks in a rendered conversation, found by rendering its prefixes: an answer begins where the
 * conversation before it, opened for generation, ends, and reaches to its closing token. Most templates mark no such spans
 * themselves.
 *
 * @param text the whole rendering
 */
record AnswerSpans(String text, List<Span> spans) {
    /** Half-open, in characters. */
    record Span(int start, int end) {}

    /** @throws ChatTemplateException when a prefix's rendering is no prefix of the whole: the template rewrites history */
    static AnswerSpans find(ChatTemplate template, List<ChatMessage> messages) {
        String whole = template.render(messages, false);
        List<Span> spans = new ArrayList<>();
        for (int turn = 0; turn < messages.size(); turn++) {
            if (messages.get(turn).isAssistant()) {
                spans.add(span(template, messages, turn, whole));
            }
        }
        return new AnswerSpans(whole, spans);
    }

    private static Span span(ChatTemplate template, List<ChatMessage> messages, int turn, String whole) {
        String before = turn == 0 ? "" : template.render(messages.subList(0, turn), true);
        boolean last = turn == messages.size() - 1;
        String with = last ? whole : template.render(messages.subList(0, turn + 1), false);
        if (!whole.startsWith(with) || !with.startsWith(before)) {
            throw new ChatTemplateException("The chat template renders turn " + (turn + 1) + " of " + messages.size()
                    + " differently once later turns follow, so the assistant's words cannot be told apart: "
                    + (whole.startsWith(with) ? difference(before, with) : difference(with, whole))
                    + "; use a template that keeps history as it is");
        }
        return new Span(
                before.length(),
                closing(with, before.length(), messages.get(turn).content()));
    }

    /** White space after the closing token is the template's, never generated; without such a token it may be the close. */
    private static int closing(String rendered, int start, String content) {
        int contentEnd = rendered.lastIndexOf(content.strip()) + content.strip().length();
        int stripped = rendered.stripTrailing().length();
        return stripped > Math.max(contentEnd, start) ? stripped : rendered.length();
    }

    private static String difference(String prefix, String longer) {
        int at = 0;
        while (at < Math.min(prefix.length(), longer.length()) && prefix.charAt(at) == longer.charAt(at)) {
            at++;
        }
        return "what read \"" + around(prefix, at) + "\" reads \"" + around(longer, at) + "\" then";
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20))
                .replace("\n", "\\n");
    }
}
