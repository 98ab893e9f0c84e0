package dev.millrace.simulator;

import dev.millrace.simulator.SimulatedEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Collects the events of one conversation; time goes on with each of them. */
final class Events {
    private final Kind kind;
    private final String conversationId;
    private final String subject;
    private final SplittableRandom random;
    private final List<SimulatedEvent> events = new ArrayList<>();
    private Instant now;

    Events(Kind kind, String conversationId, String subject, Instant start, SplittableRandom random) {
        this.kind = kind;
        this.conversationId = conversationId;
        this.subject = subject;
        this.now = start;
        this.random = random;
    }

    /** Adds an event and gives its id; fields come as name, value, name, value. */
    String add(String type, Object... fields) {
        String id = conversationId + "-" + events.size();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("eventId", id);
        json.put(kind == Kind.TICKET ? "ticketId" : "chatId", conversationId);
        json.put("subject", subject);
        json.put("occurredAt", now.toString());
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            change.put((String) fields[i], fields[i + 1]);
        }
        json.put("event", change);
        events.add(new SimulatedEvent(kind, now, json));
        now = now.plus(pause());
        return id;
    }

    private Duration pause() {
        return kind == Kind.TICKET
                ? Duration.ofSeconds(2L + random.nextInt(8))
                : Duration.ofMillis(500L + random.nextInt(2500));
    }

    /** Some sources deliver an event twice. */
    void deliverLastTwice() {
        events.add(events.get(events.size() - 1));
    }

    List<SimulatedEvent> all() {
        return events;
    }
}
