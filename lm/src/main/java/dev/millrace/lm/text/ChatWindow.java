package dev.millrace.lm.text;

import java.util.ArrayList;
import java.util.List;

/** The newest part of a conversation. */
final class ChatWindow {
    private ChatWindow() {}

    /** Leaves out the first exchange up to the next user turn, keeps leading system turns; empty when nothing would be left. */
    static List<ChatMessage> withoutOldestExchange(List<ChatMessage> messages) {
        int opening = 0;
        while (opening < messages.size() && messages.get(opening).role().equals(ChatMessage.SYSTEM)) {
            opening++;
        }
        int next = opening + 1;
        while (next < messages.size() && !messages.get(next).role().equals(ChatMessage.USER)) {
            next++;
        }
        if (messages.stream().skip(next).noneMatch(ChatMessage::isAssistant)) {
            return List.of();
        }
        List<ChatMessage> window = new ArrayList<>(messages.subList(0, opening));
        window.addAll(messages.subList(next, messages.size()));
        return window;
    }
}
