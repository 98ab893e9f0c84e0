package dev.millrace.curation.topology;

/** Keys of the stores, in an order that makes ranges of what is asked for together. */
final class StoreKeys {
    private StoreKeys() {}

    /** What the keys of all events of a conversation begin with; its length in front keeps any two apart. */
    static String events(String conversation) {
        return String.format("%04x", conversation.length()) + conversation;
    }

    static String event(String conversation, String eventId) {
        return events(conversation) + eventId;
    }

    /** Timers in the order of their time in milliseconds. */
    static String timer(long due, String conversation) {
        return String.format("%016x", due) + conversation;
    }

    static String timerEnd(long now) {
        return String.format("%016x", now + 1);
    }

    static String conversationOfTimer(String timer) {
        return timer.substring(16);
    }
}
