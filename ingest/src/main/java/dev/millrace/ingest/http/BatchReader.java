package dev.millrace.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a request's body, one event or an array of them, and judges it as a whole. Thread-safe. */
final class BatchReader {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final Bodies BODIES = new Bodies(StrictJson.mapper());

    private final JsonEventReader reader;
    private final int maxEvents;

    BatchReader(JsonEventReader reader, int maxEvents) {
        this.reader = reader;
        this.maxEvents = maxEvents;
    }

    /** The one event of a body. */
    List<EventDraft> single(EventKind<?> kind, byte[] body) throws Refused {
        return all(kind, List.of(BODIES.parse(body)));
    }

    /** The events of a body, if every one of them is good. */
    List<EventDraft> batch(EventKind<?> kind, byte[] body) throws Refused {
        JsonNode root = BODIES.parse(body);
        if (!root.isArray() || root.isEmpty()) {
            throw new Refused(BAD_REQUEST, "the body is no array with at least one event");
        }
        if (root.size() > maxEvents) {
            throw new Refused(TOO_LARGE, "the batch has " + root.size() + " events; expected at most " + maxEvents);
        }
        List<JsonNode> nodes = new ArrayList<>();
        root.forEach(nodes::add);
        return all(kind, nodes);
    }

    private List<EventDraft> all(EventKind<?> kind, List<JsonNode> nodes) throws Refused {
        Map<String, EventDraft> byId = new HashMap<>();
        List<EventDraft> drafts = new ArrayList<>();
        List<Map<String, Object>> bad = new ArrayList<>();
        for (int index = 0; index < nodes.size(); index++) {
            Problems problems = new Problems();
            reader.read(kind, nodes.get(index), problems)
                    .filter(draft -> isNew(byId, draft, problems))
                    .ifPresent(drafts::add);
            for (Problem problem : problems.list()) {
                bad.add(Map.of("index", index, "field", problem.field(), "message", problem.message()));
            }
        }
        if (!bad.isEmpty()) {
            throw new Refused(
                    BAD_REQUEST,
                    indices(bad) + " of " + nodes.size() + " events cannot be used; none was written",
                    bad);
        }
        return drafts;
    }

    private static long indices(List<Map<String, Object>> bad) {
        return bad.stream().map(problem -> problem.get("index")).distinct().count();
    }

    /** An id may stand twice in a batch only with the same event, which is then written once. */
    private static boolean isNew(Map<String, EventDraft> byId, EventDraft draft, Problems problems) {
        EventDraft earlier = byId.putIfAbsent(draft.eventId(), draft);
        if (earlier != null && !earlier.equals(draft)) {
            problems.add("eventId", "stands in this batch before, with another event; expected an id of its own");
        }
        return earlier == null;
    }
}
