package dev.millrace.cli.flow;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.SourceOffset;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How each conversation ended: accepted, or rejected with the reason that was last given. A conversation that is judged
 * again counts once, by its newest revision. Not thread-safe.
 */
public final class FinalStates {
    private static final String ACCEPTED = "accepted";

    /**
     * The newest judgement of one conversation.
     *
     * @param reason reason code, or {@code accepted}
     * @param sources the records it was put together from
     */
    public record State(
            String key,
            String stage,
            String reason,
            Map<String, Double> figures,
            Instant occurredAt,
            int revision,
            List<SourceOffset> sources) {

        public boolean isAccepted() {
            return reason.equals(ACCEPTED);
        }
    }

    private final Map<String, State> states = new HashMap<>();

    /** Takes an accepted example into account. */
    public void accept(Example example) {
        String key = Keys.conversation(example.getDomain(), example.getSource(), example.getConversationId());
        put(new State(
                key,
                "judging",
                ACCEPTED,
                Map.of(),
                example.getOccurredAt(),
                example.getRevision(),
                example.getSourceOffsets()));
    }

    /** Takes a rejection into account. */
    public void reject(Rejection rejection) {
        String key = Keys.conversation(rejection.getDomain(), rejection.getSource(), rejection.getConversationId());
        put(new State(
                key,
                rejection.getStage(),
                rejection.getReason(),
                rejection.getFigures(),
                rejection.getOccurredAt(),
                rejection.getRevision(),
                rejection.getSourceOffsets()));
    }

    private void put(State state) {
        states.merge(state.key(), state, (old, now) -> now.revision() >= old.revision() ? now : old);
    }

    public long accepted() {
        return states.values().stream().filter(State::isAccepted).count();
    }

    public long rejected() {
        return states.size() - accepted();
    }

    /** How many conversations were rejected for each reason. */
    public Map<String, Long> rejectedByReason() {
        return rejections().collect(Collectors.groupingBy(State::reason, TreeMap::new, Collectors.counting()));
    }

    /** The rejected conversations in order of key. */
    public Stream<State> rejections() {
        return states.values().stream().filter(state -> !state.isAccepted()).sorted(Comparator.comparing(State::key));
    }
}
