package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Message;
import java.util.List;

/**
 * How much text there is. Tokens are not counted: how many they are is the business of the model that is trained, and one snapshot
 * may be trained on several.
 *
 * @param words runs of other characters than white space, system prompts included
 * @param characters UTF-16 units
 */
record TextCount(long lines, long messages, long words, long characters) {
    static final TextCount NONE = new TextCount(0, 0, 0, 0);

    /** Of one line. */
    static TextCount of(List<Message> messages) {
        long words = 0;
        long characters = 0;
        for (Message message : messages) {
            words += words(message.getContent());
            characters += message.getContent().length();
        }
        return new TextCount(1, messages.size(), words, characters);
    }

    private static long words(String text) {
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = !Character.isWhitespace(text.charAt(i));
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return words;
    }

    TextCount plus(TextCount other) {
        return new TextCount(
                lines + other.lines, messages + other.messages, words + other.words, characters + other.characters);
    }
}
