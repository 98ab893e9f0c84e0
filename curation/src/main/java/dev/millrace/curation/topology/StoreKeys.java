package dev.millrace.curation.topology;

import org.jspecify.annotations.Nullable;

/** Keys of the stores, in an order that makes ranges of what is asked for together. */
final class StoreKeys {
    private static final int LENGTH_DIGITS = 4;

    private StoreKeys() {}

    /** What the keys of all events of a conversation begin with; its length in front keeps any two apart. */
    static String events(String conversation) {
        return String.format("%04x", conversation.length()) + conversation;
    }

    /** Comes after the keys of all events of a conversation. */
    static String eventsEnd(String conversation) {
        return events(conversation) + Character.toString(Character.MAX_CODE_POINT);
    }

    static String event(String conversation, String eventId) {
        return events(conversation) + eventId;
    }

    /** The conversation that an event's key begins with, and what comes after it. */
    static String conversationOfEvent(String key) {
        return key.length() < LENGTH_DIGITS ? "" : key.substring(LENGTH_DIGITS);
    }

    /** Timers in the order of their time in milliseconds. */
    static String timer(long due, String conversation) {
        return String.format("%016x", due) + conversation;
    }

    static String timerEnd(long now) {
        return String.format("%016x", now + 1);
    }

    /** What the keys of all conversations of a person begin with, in one domain or, with none named, in all. */
    static String person(String pseudonym, @Nullable String domain) {
        return pseudonym + "/" + (domain == null ? "" : domain + "/");
    }

    static String personIn(String pseudonym, String conversation) {
        return pseudonym + "/" + conversation;
    }

    static String conversationOfPerson(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    static String conversationOfTimer(String timer) {
        return timer.substring(16);
    }
}
