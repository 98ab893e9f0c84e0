package dev.millrace.curation.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Snapshots that somebody asked for, until the follower can answer. {@link #add} from any thread, the rest from one. */
final class Demands {
    private final Queue<Demand> incoming = new ConcurrentLinkedQueue<>();
    private final List<Demand> waiting = new ArrayList<>();

    /** One demand; the end of the topic is known once the follower has seen it. */
    static final class Demand {
        private final String domain;
        private final CompletableFuture<CutResult> result = new CompletableFuture<>();
        private long end = -1;

        private Demand(String domain) {
            this.domain = domain;
        }

        String domain() {
            return domain;
        }

        CompletableFuture<CutResult> result() {
            return result;
        }

        boolean isNew() {
            return end < 0;
        }

        /** What was the topic's end when the demand came: the snapshot must hold what is before it. */
        long end() {
            return end;
        }

        void waitsFor(long topicEnd) {
            end = topicEnd;
        }
    }

    CompletableFuture<CutResult> add(String domain) {
        Demand demand = new Demand(domain);
        incoming.add(demand);
        return demand.result();
    }

    /** Offers every demand; those that are answered are done. */
    void answer(Predicate<Demand> answered) {
        for (Demand demand = incoming.poll(); demand != null; demand = incoming.poll()) {
            waiting.add(demand);
        }
        waiting.removeIf(answered);
    }
}
