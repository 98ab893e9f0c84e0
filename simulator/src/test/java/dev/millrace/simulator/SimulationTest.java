package dev.millrace.simulator;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.simulator.SimulatedEvent.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private final List<SimulatedEvent> events =
            new Simulation(7, 2000, START).events().toList();

    @Property(tries = 20)
    void shouldGiveTheSameEventsWhenTheSeedIsTheSame(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int count) {
        List<String> first = new Simulation(seed, count, START)
                .events()
                .map(SimulatedEvent::json)
                .toList();
        List<String> second = new Simulation(seed, count, START)
                .events()
                .map(SimulatedEvent::json)
                .toList();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldGiveOtherEventsWhenTheSeedDiffers() {
        Set<String> first = new HashSet<>(texts(new Simulation(1, 200, START)));
        Set<String> second = new HashSet<>(texts(new Simulation(2, 200, START)));
        first.retainAll(second);
        assertThat(first.size()).isLessThan(second.size() / 2);
    }

    @Test
    void shouldPlayEachConversationInOrderWhenTheyAreInterleaved() {
        byConversation().values().forEach(own -> assertThat(own)
                .extracting(SimulatedEvent::occurredAt)
                .isSorted());
        assertThat(events).extracting(SimulatedEvent::occurredAt).isSorted();
        assertThat(events.get(events.size() - 1).occurredAt()).isBefore(START.plus(Simulation.span(2000)));
    }

    @Test
    void shouldHoldEverySortOfTroubleWhenThereAreEnoughConversations() {
        Map<Object, List<SimulatedEvent>> byType =
                events.stream().collect(groupingBy(e -> e.change().get("type")));
        assertThat(byType.keySet())
                .contains("opened", "replied", "resolved", "reopened", "rated", "redacted", "message", "ended");
        assertThat(events).anyMatch(e -> Boolean.TRUE.equals(e.change().get("internal")));
        assertThat(events).anyMatch(e -> Integer.valueOf(1).equals(e.change().get("rating")));
        assertThat(texts(new Simulation(7, 2000, START))).anyMatch(t -> t.contains("Guten Tag"));
        assertThat(events.stream()
                        .map(e -> e.fields().get("eventId"))
                        .distinct()
                        .count())
                .isLessThan(events.size());
        assertThat(events).anyMatch(e -> e.kind() == Kind.TICKET).anyMatch(e -> e.kind() == Kind.CHAT);
    }

    @Test
    void shouldFillEverySlotWhenItSpeaks() {
        assertThat(texts(new Simulation(7, 2000, START))).noneMatch(t -> t.matches("(?s).*\\$\\w+.*"));
    }

    @Test
    void shouldGiveCardsThatPassTheLuhnSum() {
        String card = Customer.of(Company.larkspur(), 7, 3).slots().get("card").replace(" ", "");
        int sum = 0;
        for (int i = 0; i < card.length(); i++) {
            int digit = card.charAt(card.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        assertThat(sum % 10).isZero();
    }

    @Test
    void shouldRefuseACountWhenItIsNotPositive() {
        assertThatThrownBy(() -> new Simulation(1, 0, START)).hasMessageContaining("conversations is 0");
    }

    private Map<Object, List<SimulatedEvent>> byConversation() {
        return events.stream().collect(groupingBy(e -> e.fields()
                .getOrDefault("ticketId", e.fields().get("chatId"))));
    }

    private static List<String> texts(Simulation simulation) {
        return simulation
                .events()
                .map(e -> (String) e.change().getOrDefault("body", e.change().getOrDefault("text", "")))
                .toList();
    }
}
