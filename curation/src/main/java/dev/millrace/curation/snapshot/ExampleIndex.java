package dev.millrace.curation.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.ShingleSet;
import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.curation.state.PartitionMark;
import dev.millrace.curation.state.PendingCut;
import dev.millrace.curation.state.StoredShingles;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * The current examples of all domains, the shingles that tell how alike they are, what is known of each domain, and how far the
 * topic was read: written together, so that a crash leaves them in step.
 *
 * <p>Thread-safe as far as the follower alone writes examples and the cutter alone writes cuts. Everything in it can be
 * made again from the topic: an index of another partition count, another schema or other shingles is emptied when it is opened.
 */
final class ExampleIndex implements AutoCloseable {
    private static final String EXAMPLE = "e/";
    private static final String SHINGLES = "s/";
    private static final String PARTITION = "p/";
    private static final String DOMAIN = "d/";
    private static final String CUT = "c/";
    private static final String PENDING = "q/";
    private static final String ERASED = "x/";
    private static final String LAYOUT = "layout";

    private static final StoreSerde<Example> EXAMPLES = new StoreSerde<>(Example.class);
    private static final StoreSerde<StoredShingles> STORED_SHINGLES = new StoreSerde<>(StoredShingles.class);
    private static final StoreSerde<PartitionMark> PARTITIONS = new StoreSerde<>(PartitionMark.class);
    private static final StoreSerde<DomainMark> DOMAINS = new StoreSerde<>(DomainMark.class);
    private static final StoreSerde<CutMark> CUTS = new StoreSerde<>(CutMark.class);
    private static final StoreSerde<PendingCut> PENDINGS = new StoreSerde<>(PendingCut.class);

    private final LocalStore store;
    private final int partitions;

    private ExampleIndex(LocalStore store, int partitions) {
        this.store = store;
        this.partitions = partitions;
    }

    /** Opens the index of a topic with so many partitions. */
    static ExampleIndex open(Path directory, int partitions) {
        LocalStore store = LocalStore.open(directory);
        byte[] layout = (partitions + " "
                        + Long.toHexString(SchemaNormalization.parsingFingerprint64(Example.getClassSchema())) + " "
                        + ShingleSet.VERSION)
                .getBytes(UTF_8);
        if (!Arrays.equals(layout, store.get(LAYOUT))) {
            store.write(changes -> {
                changes.deleteAll();
                changes.put(LAYOUT, layout);
            });
        }
        return new ExampleIndex(store, partitions);
    }

    /** The domain that a key is about. */
    static String domainOf(String key) {
        return Keys.domainOf(key.substring(key.indexOf('/') + 1));
    }

    /** How far a partition was read; empty if it never was. */
    Optional<PartitionMark> partition(int partition) {
        return Optional.ofNullable(PARTITIONS.decode(store.get(PARTITION + partition)));
    }

    /** Says that a partition is still read to its end, though nothing came. */
    void touch(int partition, long nextOffset, Instant now) {
        store.write(
                changes -> changes.put(PARTITION + partition, PARTITIONS.encode(new PartitionMark(nextOffset, now))));
    }

    /** Forgets a partition, so that it is read again from its beginning. Its cuts and pending events are kept. */
    void clear(int partition) {
        List<String> domains = domains(partition);
        store.write(changes -> {
            changes.delete(PARTITION + partition);
            domains.forEach(domain -> {
                changes.delete(DOMAIN + domain);
                changes.delete(CUT + domain);
                changes.deletePrefix(EXAMPLE + domain + "/");
                changes.deletePrefix(SHINGLES + domain + "/");
                changes.deletePrefix(ERASED + domain + "/");
            });
        });
    }

    /** Takes in what was read, and where reading goes on. */
    void apply(List<Event<Example>> events, Map<Integer, Long> nextOffsets, Instant now) {
        Map<String, Optional<byte[]>> examples = new HashMap<>();
        Map<String, Optional<byte[]>> shingles = new HashMap<>();
        Map<String, DomainChange> domains = new HashMap<>();
        for (Event<Example> event : events) {
            byte[] before = examples.getOrDefault(event.key(), Optional.ofNullable(store.get(EXAMPLE + event.key())))
                    .orElse(null);
            byte[] after = EXAMPLES.encode(event.value());
            examples.put(event.key(), Optional.ofNullable(after));
            if (!Arrays.equals(before, after)) {
                shingles.put(event.key(), Optional.ofNullable(shingles(event.value())));
                domains.computeIfAbsent(Keys.domainOf(event.key()), name -> new DomainChange(known(name, now)))
                        .count(before != null, event.value());
            }
        }
        store.write(changes -> {
            examples.forEach((key, value) -> changes.put(EXAMPLE + key, value.orElse(null)));
            shingles.forEach((key, value) -> changes.put(SHINGLES + key, value.orElse(null)));
            domains.forEach((name, change) -> changes.put(DOMAIN + name, DOMAINS.encode(change.mark())));
            nextOffsets.forEach((partition, offset) ->
                    changes.put(PARTITION + partition, PARTITIONS.encode(new PartitionMark(offset, now))));
        });
    }

    private static byte @Nullable [] shingles(@Nullable Example example) {
        if (example == null) {
            return null;
        }
        ComparedText text = ComparedText.of(example.getMessages());
        return STORED_SHINGLES.encode(new StoredShingles(
                text.conversation().toBytes(),
                text.questions().toBytes(),
                text.replies().toBytes()));
    }

    /** What is known of a domain, be it nothing. */
    DomainMark known(String name, Instant now) {
        return domain(name).orElseGet(() -> DomainMark.newBuilder()
                .setExamples(0)
                .setChanges(0)
                .setSince(now)
                .build());
    }

    Optional<DomainMark> domain(String name) {
        return Optional.ofNullable(DOMAINS.decode(store.get(DOMAIN + name)));
    }

    /** The domains of a partition that ever had an example. */
    List<String> domains(int partition) {
        return store.keys(DOMAIN).stream()
                .map(key -> key.substring(DOMAIN.length()))
                .filter(domain -> Topics.EXAMPLES.partitioning().partition(domain, partitions) == partition)
                .toList();
    }

    /** The last cut of a domain. */
    Optional<CutMark> cut(String domain) {
        return Optional.ofNullable(CUTS.decode(store.get(CUT + domain)));
    }

    /** The snapshot of a domain that may be named but not published. */
    Optional<PendingCut> pending(String domain) {
        return Optional.ofNullable(PENDINGS.decode(store.get(PENDING + domain)));
    }

    /** Domains of a partition that have a pending snapshot. */
    List<String> pendingDomains(int partition) {
        return store.keys(PENDING).stream()
                .map(key -> key.substring(PENDING.length()))
                .filter(domain -> Topics.EXAMPLES.partitioning().partition(domain, partitions) == partition)
                .toList();
    }

    void begin(String domain, PendingCut pending) {
        store.write(changes -> changes.put(PENDING + domain, PENDINGS.encode(pending)));
    }

    /** The cut is done: published, or the same as before. */
    void finish(String domain, CutMark mark) {
        store.write(changes -> {
            changes.delete(PENDING + domain);
            changes.put(CUT + domain, CUTS.encode(mark));
        });
    }

    /** Drops a pending snapshot that never got its name. */
    void abandon(String domain) {
        store.write(changes -> changes.delete(PENDING + domain));
    }

    /** Whether the snapshots of a domain were searched for whoever made a request. */
    boolean isErased(String domain, ErasureRequest request) {
        byte[] done = store.get(erasure(domain, request));
        return done != null && new String(done, UTF_8).equals(request.getRequestId());
    }

    /** No snapshot of the domain holds any of these people any more. */
    void erased(String domain, Collection<ErasureRequest> people) {
        store.write(changes -> people.forEach(request ->
                changes.put(erasure(domain, request), request.getRequestId().getBytes(UTF_8))));
    }

    /** Hashed, so that whoever searches the files finds no pseudonym. */
    private static String erasure(String domain, ErasureRequest request) {
        return ERASED + domain + "/" + Sha256.text(ErasedSubjects.key(request.getDomain(), request.getSubject()));
    }

    /** The examples of a domain as they are now, whatever is written later. The caller closes it. */
    DomainView view(String domain) {
        return new DomainView(store.freeze(), domain + "/");
    }

    /** A frozen set of examples. */
    static final class DomainView implements ExampleSet, AutoCloseable {
        private final LocalStore.Frozen frozen;
        private final String domain;

        private DomainView(LocalStore.Frozen frozen, String domain) {
            this.frozen = frozen;
            this.domain = domain;
        }

        @Override
        public void forEach(Consumer<Example> action) {
            frozen.forEach(EXAMPLE + domain, bytes -> action.accept(decoded(bytes)));
        }

        @Override
        public ComparedText compared(String exampleId) {
            StoredShingles stored = STORED_SHINGLES.decode(frozen.get(SHINGLES + domain + exampleId));
            if (stored == null) {
                throw new IllegalStateException("an example without shingles");
            }
            return new ComparedText(
                    ShingleSet.fromBytes(stored.getConversation()),
                    ShingleSet.fromBytes(stored.getQuestions()),
                    ShingleSet.fromBytes(stored.getReplies()));
        }

        private static Example decoded(byte[] bytes) {
            Example example = EXAMPLES.decode(bytes);
            if (example == null) {
                throw new IllegalStateException("an example without a value");
            }
            return example;
        }

        @Override
        public void close() {
            frozen.close();
        }
    }

    /** Has the files forget the examples that are gone; for now and then, not for every change. */
    void settle() {
        store.settle();
    }

    @Override
    public void close() {
        store.close();
    }
}
