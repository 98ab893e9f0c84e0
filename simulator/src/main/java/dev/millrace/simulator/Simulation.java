package dev.millrace.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tickets and chats of the invented company Larkspur Home as one live stream.
 *
 * <p>The same seed, count and start give the same events. A new conversation begins every two seconds of simulated time;
 * three in a hundred repeat the words of an earlier one under an id of their own. Immutable and thread-safe.
 */
public final class Simulation {
    private static final Duration BETWEEN_CONVERSATIONS = Duration.ofSeconds(2);
    private static final int REPEATED_PERCENT = 3;

    private final Company company = Company.larkspur();
    private final long seed;
    private final int conversations;
    private final Instant start;

    /** @param start when the first conversation begins, in simulated time */
    public Simulation(long seed, int conversations, Instant start) {
        if (conversations < 1) {
            throw new IllegalArgumentException("conversations is " + conversations + "; expected at least 1");
        }
        this.seed = seed;
        this.conversations = conversations;
        this.start = start;
    }

    /** The domain that the events belong to. */
    public String domain() {
        return company.domain();
    }

    /** How many conversations it plays. */
    public int conversations() {
        return conversations;
    }

    /** From the first event to a moment after which none comes. */
    public static Duration span(int conversations) {
        return BETWEEN_CONVERSATIONS.multipliedBy(conversations).plusMinutes(5);
    }

    /** All events in order of time, those of different conversations interleaved. */
    public Stream<SimulatedEvent> events() {
        List<SimulatedEvent> events = new ArrayList<>();
        IntStream.range(0, conversations).forEach(number -> events.addAll(conversation(number)));
        events.sort(Comparator.comparing(SimulatedEvent::occurredAt)); // stable: keeps each conversation's own order
        return events.stream();
    }

    private List<SimulatedEvent> conversation(int number) {
        SplittableRandom own = randomOf(number);
        boolean repeated = number > 0 && Choice.percent(REPEATED_PERCENT, own);
        int original = repeated ? own.nextInt(number) : number;
        SplittableRandom words = randomOf(original).split();
        Customer customer = Customer.of(company, seed, words.nextInt(Math.max(40, conversations / 2)));
        Instant begin = start.plus(BETWEEN_CONVERSATIONS.multipliedBy(number));
        return new Script(company, seed + "-" + number, customer, begin, words).play();
    }

    private SplittableRandom randomOf(int number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }
}
