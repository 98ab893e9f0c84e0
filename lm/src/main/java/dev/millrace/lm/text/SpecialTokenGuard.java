package dev.millrace.lm.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps people's words words: where a message spells a special token of the model, such as {@code <|im_end|>}, a blank is put
 * behind its first character, so that nobody ends a turn or speaks as the assistant by writing so.
 */
final class SpecialTokenGuard {
    private static final String NOTHING = "(?!)";

    private final Pattern special;

    SpecialTokenGuard(Collection<String> tokens) {
        String any = tokens.stream()
                .filter(token -> !token.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        special = Pattern.compile(any.isEmpty() ? NOTHING : any);
    }

    List<ChatMessage> guard(List<ChatMessage> messages) {
        return messages.stream()
                .map(message -> new ChatMessage(message.role(), guard(message.content())))
                .toList();
    }

    private String guard(String text) {
        return special.matcher(text).replaceAll(found -> Matcher.quoteReplacement(broken(found.group())));
    }

    private static String broken(String token) {
        int first = Character.charCount(token.codePointAt(0));
        return token.substring(0, first) + " " + token.substring(first);
    }
}
