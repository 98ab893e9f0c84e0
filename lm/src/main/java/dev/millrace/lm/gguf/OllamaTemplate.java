package dev.millrace.lm.gguf;

import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.ChatTemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chat template in the language of Ollama's Modelfile (Go's {@code text/template}), found by rendering conversations with
 * the Jinja template and looking at what stands around the words. Templates that treat every turn of a role alike can be said
 * so; the result is held against the original on several conversations, and is empty where they differ.
 *
 * @param system what stands around a system message
 * @param defaultSystem what the template says where a conversation has no system message; empty for nothing
 */
record OllamaTemplate(String begin, Around system, Around user, Around assistant, String defaultSystem) {
    private static final String SYSTEM_WORDS = "Words of the system";
    private static final String USER_WORDS = "Words of the user";
    private static final String ASSISTANT_WORDS = "Words of the assistant";

    /** Text before and after a message. */
    record Around(String before, String after) {
        String of(String words) {
            return before + words + after;
        }
    }

    /** @param begin the token that opens a text, or nothing where the model has none */
    static Optional<OllamaTemplate> of(ChatTemplate template, String begin) {
        try {
            OllamaTemplate found = probe(template, begin);
            return found.agreesWith(template) && found.canBeQuoted() ? Optional.of(found) : Optional.empty();
        } catch (ChatTemplateException | Unalike e) {
            return Optional.empty();
        }
    }

    private static OllamaTemplate probe(ChatTemplate template, String begin) {
        ChatMessage user = ChatMessage.user(USER_WORDS);
        String one = template.render(List.of(user), false);
        String two = template.render(List.of(user, ChatMessage.assistant(ASSISTANT_WORDS)), false);
        String three = template.render(List.of(user, ChatMessage.assistant(ASSISTANT_WORDS), user), false);
        String withSystem = template.render(List.of(ChatMessage.system(SYSTEM_WORDS), user), false);
        Around aroundUser = around(rest(three, two), USER_WORDS);
        Around aroundAssistant = around(rest(two, one), ASSISTANT_WORDS);
        Around aroundSystem = around(withoutBegin(start(withSystem, aroundUser), begin), SYSTEM_WORDS);
        String opening = start(one, aroundUser);
        String unasked = withoutBegin(opening, begin);
        String defaultSystem = unasked.isEmpty() ? "" : inside(unasked, aroundSystem);
        String written = opening.startsWith(begin) ? begin : "";
        return new OllamaTemplate(written, aroundSystem, aroundUser, aroundAssistant, defaultSystem);
    }

    private static String rest(String whole, String start) {
        Unalike.unless(whole.startsWith(start));
        return whole.substring(start.length());
    }

    /** What comes before the user's first message. */
    private static String start(String whole, Around user) {
        String message = user.of(USER_WORDS);
        Unalike.unless(whole.endsWith(message));
        return whole.substring(0, whole.length() - message.length());
    }

    private static String withoutBegin(String text, String begin) {
        return text.startsWith(begin) ? text.substring(begin.length()) : text;
    }

    private static Around around(String text, String words) {
        int at = text.indexOf(words);
        Unalike.unless(at >= 0);
        return new Around(text.substring(0, at), text.substring(at + words.length()));
    }

    private static String inside(String text, Around around) {
        int end = text.length() - around.after().length();
        Unalike.unless(text.startsWith(around.before())
                && text.endsWith(around.after())
                && end >= around.before().length());
        return text.substring(around.before().length(), end);
    }

    private boolean agreesWith(ChatTemplate template) {
        ChatMessage system = ChatMessage.system("Be brief.");
        ChatMessage user = ChatMessage.user("Where is my parcel?");
        ChatMessage assistant = ChatMessage.assistant("On its way.");
        return List.of(
                        List.of(user),
                        List.of(system, user),
                        List.of(user, assistant, user),
                        List.of(system, user, assistant, user, assistant, user))
                .stream()
                .allMatch(messages -> render(messages).equals(template.render(messages, true)));
    }

    private boolean canBeQuoted() {
        return !source(true).contains("\"\"\"")
                && !(begin + system + user + assistant).contains("{{")
                && !defaultSystem.contains("\"\"\"");
    }

    /** What Ollama makes of a conversation to be answered. */
    String render(List<ChatMessage> messages) {
        List<ChatMessage> all = new ArrayList<>(messages);
        if (!defaultSystem.isEmpty() && !messages.get(0).role().equals(ChatMessage.SYSTEM)) {
            all.add(0, ChatMessage.system(defaultSystem));
        }
        StringBuilder text = new StringBuilder(begin);
        for (ChatMessage message : all) {
            text.append(aroundOf(message.role()).of(message.content()));
        }
        return text.append(assistant.before()).toString();
    }

    private Around aroundOf(String role) {
        return switch (role) {
            case ChatMessage.SYSTEM -> system;
            case ChatMessage.USER -> user;
            default -> assistant;
        };
    }

    /** @param withBegin whether the template writes the first token itself, because the tokenizer does not add it */
    String source(boolean withBegin) {
        return (withBegin ? begin : "")
                + "{{ range .Messages }}"
                + "{{ if eq .Role \"system\" }}" + said(system)
                + "{{ else if eq .Role \"user\" }}" + said(user)
                + "{{ else if eq .Role \"assistant\" }}" + said(assistant)
                + "{{ end }}{{ end }}" + assistant.before();
    }

    private static String said(Around around) {
        return around.of("{{ .Content }}");
    }

    /** A template that cannot be taken apart this way. */
    private static final class Unalike extends RuntimeException {
        private static final long serialVersionUID = 1L;

        static void unless(boolean alike) {
            if (!alike) {
                throw new Unalike();
            }
        }
    }
}
