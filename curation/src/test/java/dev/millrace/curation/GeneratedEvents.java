package dev.millrace.curation;

import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tickets and chats by a seed, with all that happens to them: reopened and closed again, rated more than once, messages removed,
 * private notes and bots, openings that never came, events of the same time, texts that others have too, and some that are too long.
 * Each in the vendor's order.
 */
public final class GeneratedEvents {
    private static final List<String> WORDS = List.of(
            ("the order has not arrived yet and we would like to know when it will be delivered because our invoice says"
                            + " that you have charged the card twice please open your account then choose download"
                            + " receipt or write to us again if this does not help after a restart of the device"
                            + " which was bought last month in another shop with a warranty for two years")
                    .split(" ", 0));
    private static final int MOST_MESSAGES = 6;

    private final Random random;
    private final boolean leftOpen;
    private final List<String> said = new ArrayList<>();

    private GeneratedEvents(long seed, boolean leftOpen) {
        this.random = new Random(seed);
        this.leftOpen = leftOpen;
    }

    /**
     * All events of some conversations.
     *
     * @param leftOpen whether some are closed by nothing but inactivity
     */
    public static List<SpecificRecord> of(long seed, int conversations, boolean leftOpen) {
        GeneratedEvents generated = new GeneratedEvents(seed, leftOpen);
        List<SpecificRecord> events = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            events.addAll(i % 3 == 2 ? generated.chat("c" + seed + "-" + i) : generated.ticket("t" + seed + "-" + i));
        }
        return List.copyOf(events);
    }

    private List<SpecificRecord> ticket(String id) {
        TestEvents of = TestEvents.of(id);
        List<TicketEvent> events = new ArrayList<>();
        if (!chance(6)) {
            events.add(of.opened(chance(2) ? "About " + word() : null, text(), chance(2) ? "Jane Doe" : null));
        }
        messages(of, events);
        if (leftOpen && chance(5)) {
            return timed(events);
        }
        events.add(of.resolved("solved", word()));
        if (chance(4)) {
            events.add(of.reopened());
            messages(of, events);
            if (!leftOpen || chance(2)) {
                events.add(of.resolved(word()));
            }
        }
        for (int rated = random.nextInt(3); rated > 0; rated--) {
            events.add(of.rated(chance(3) ? 1 : 5));
        }
        if (chance(4)) {
            events.add(of.redacted(events.get(random.nextInt(events.size())).getEventId()));
        }
        if (chance(8)) {
            events.add(of.customer("Thank you, that did it."));
        }
        return timed(events);
    }

    private void messages(TestEvents of, List<TicketEvent> events) {
        for (int i = 1 + random.nextInt(MOST_MESSAGES); i > 0; i--) {
            events.add(
                    switch (random.nextInt(7)) {
                        case 0 -> of.note(text());
                        case 1 -> of.bot("We have received your message.");
                        case 2, 3 -> of.customer(text());
                        default -> of.agent(text());
                    });
        }
    }

    private List<SpecificRecord> chat(String id) {
        TestEvents of = TestEvents.of(id);
        List<ChatEvent> events = new ArrayList<>();
        for (int i = 2 + random.nextInt(MOST_MESSAGES); i > 0; i--) {
            events.add(of.says(i % 2 == 0 ? Author.CUSTOMER : Author.AGENT, text()));
        }
        if (!leftOpen || !chance(4)) {
            events.add(of.ended(chance(3) ? null : Boolean.valueOf(!chance(4))));
        }
        if (chance(3)) {
            events.add(of.chatRated(1 + random.nextInt(5)));
        }
        if (chance(4)) {
            events.add(of.chatRedacted(events.get(random.nextInt(events.size())).getEventId()));
        }
        return timed(events);
    }

    /** Some have the time of the one before. */
    private List<SpecificRecord> timed(List<? extends SpecificRecord> events) {
        List<SpecificRecord> timed = new ArrayList<>(events);
        for (int i = 1; i < timed.size(); i++) {
            if (chance(5)) {
                setTime(timed.get(i), time(timed.get(i - 1)));
            }
        }
        return timed;
    }

    private static Instant time(SpecificRecord event) {
        return event instanceof TicketEvent ticket ? ticket.getOccurredAt() : ((ChatEvent) event).getOccurredAt();
    }

    private static void setTime(SpecificRecord event, Instant time) {
        if (event instanceof TicketEvent ticket) {
            ticket.setOccurredAt(time);
        } else {
            ((ChatEvent) event).setOccurredAt(time);
        }
    }

    /** One in four was said before, once in a while with another ending. */
    private String text() {
        if (!said.isEmpty() && chance(4)) {
            return said.get(random.nextInt(said.size())) + (chance(3) ? " " + word() : "");
        }
        String text = IntStream.range(0, 12 + random.nextInt(20))
                .mapToObj(i -> word())
                .collect(Collectors.joining(" "));
        said.add(text);
        return text;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }
}
