package dev.millrace.ingest.webhook;

import static dev.millrace.ingest.webhook.HmacSignature.HEX;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Any other system: one event, or an array of them, in the form that {@code POST /v1/tickets} and {@code /v1/chats} take
 * ({@code docs/webhook-event.schema.json}), signed as WebSub does, or with the secret as a bearer token.
 */
final class Generic implements Vendor {
    private static final Signature SIGNATURE = new EitherSignature(
            new HmacSignature("HmacSHA256", "X-Hub-Signature-256", "sha256=", HEX, null),
            new SharedSecret("Authorization", "Bearer "));

    private final JsonEventReader reader;
    private final int maxEvents;

    Generic(JsonEventReader reader, int maxEvents) {
        this.reader = reader;
        this.maxEvents = maxEvents;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Reading read(JsonNode root, Instant now, Problems problems) {
        List<VendorEvent<?>> events = new ArrayList<>();
        if (!root.isArray()) {
            add(root, "", events, problems);
        } else if (root.isEmpty() || root.size() > maxEvents) {
            problems.add("", "is an array of " + root.size() + " events; expected 1 to " + maxEvents);
        } else {
            for (int i = 0; i < root.size(); i++) {
                add(root.get(i), "[" + i + "]", events, problems);
            }
        }
        return new Reading.Events(events);
    }

    private void add(JsonNode node, String path, List<VendorEvent<?>> events, Problems problems) {
        EventKind<?> kind = node.has(EventKind.CHATS.idField()) ? EventKind.CHATS : EventKind.TICKETS;
        Problems found = new Problems();
        event(kind, node, found).ifPresent(events::add);
        for (Problem problem : found.list()) {
            boolean inside = !path.isEmpty() && !problem.field().isEmpty();
            problems.add(path + (inside ? "." : "") + problem.field(), problem.message());
        }
    }

    private <V extends SpecificRecord> Optional<VendorEvent<V>> event(
            EventKind<V> kind, JsonNode node, Problems problems) {
        return reader.read(kind, node, problems).map(draft -> new VendorEvent<>(kind, draft));
    }
}
