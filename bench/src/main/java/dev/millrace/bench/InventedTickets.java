package dev.millrace.bench;

import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.util.List;
import java.util.Random;

/** Tickets of about 1.6 kB by number: frequent words come often, as in what people write; no two are alike. */
final class InventedTickets {

    private static final int VOCABULARY = 20_000;
    private static final int CHARACTERS = 800;

    private InventedTickets() {}

    static List<Message> ticket(long number) {
        Random random = new Random(number);
        return List.of(new Message(Role.USER, text(random)), new Message(Role.ASSISTANT, text(random)));
    }

    /** The same with some of the last words changed. */
    static List<Message> variation(long number) {
        List<Message> ticket = ticket(number);
        String answer = ticket.get(1).getContent();
        String kept = answer.substring(0, answer.length() * 4 / 5);
        return List.of(
                ticket.get(0),
                new Message(Role.ASSISTANT, kept + text(new Random(~number)).substring(0, answer.length() / 5)));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < CHARACTERS) {
            int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
            text.append(Integer.toString(rank * 7919, Character.MAX_RADIX)).append(' ');
        }
        return text.toString();
    }
}
