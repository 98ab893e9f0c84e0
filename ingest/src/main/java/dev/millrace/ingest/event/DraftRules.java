package dev.millrace.ingest.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Judges what a draft says: ids, time and change. Thread-safe. */
public final class DraftRules {
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Clock clock;

    public DraftRules(Clock clock) {
        this.clock = clock;
    }

    /** Adds what is wrong with a draft, fields named as in an event of that kind. */
    public void check(EventKind<?> kind, EventDraft draft, Problems problems) {
        checkId(draft.eventId(), "eventId", problems);
        checkId(draft.conversationId(), kind.idField(), problems);
        if (draft.subject() != null) {
            checkId(draft.subject(), "subject", problems);
        }
        checkTime(draft.occurredAt(), "occurredAt", problems);
        ChangeRules.check(draft.change(), "event", problems);
    }

    /** Checks an id of the vendor. */
    public void checkId(String id, String field, Problems problems) {
        ChangeRules.ID.check(id, field, problems);
    }

    void checkTime(Instant time, String field, Problems problems) {
        if (time.isBefore(EARLIEST)) {
            problems.add(field, "is " + time + "; expected " + EARLIEST + " or later");
        } else if (time.isAfter(clock.instant().plus(AHEAD))) {
            problems.add(field, "is " + time + "; expected at most " + AHEAD.toMinutes() + " minutes ahead of now");
        }
    }
}
