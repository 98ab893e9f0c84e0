package dev.millrace.curation.replay;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.offline.OfflineCuration;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.curation.snapshot.ErasedExamples;
import dev.millrace.curation.snapshot.OfflineSnapshot;
import dev.millrace.runtime.config.ConfigException;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SourceOffset;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a snapshot again from the raw events, and tells whether it has the same id; if not, why. The id is a hash of every line, so
 * the same id is the same snapshot.
 *
 * <p>Which events it saw: the snapshot's event has the last raw record, partition by partition, that its examples came from.
 * Curation reads a partition in order and hands its examples on in the same order, exactly once. So a cut that saw an example made of
 * a record saw what was made of every record before it, of whatever conversation, and nothing that the domain's examples show of
 * any record after. What the order of records does not decide is when inactivity closed a conversation, and whether a later record
 * that made no example had taken one back: there the snapshot's own list of ids, those left out included, says what was an
 * example.
 *
 * <p>For one run. The raw events are kept in a directory meanwhile, and deleted.
 */
public final class SnapshotReplay {
    private static final int HASH_CHARS = 64;

    private final ServiceContext context;
    private final Snapshot snapshot;
    private final Set<String> candidates = new HashSet<>();
    private final Set<String> subjects = new HashSet<>();
    private final List<String> reasons = new ArrayList<>();

    private long events;
    private long examples;
    private long setAside;
    private long missing;
    private long late;
    private long ofErased;

    private SnapshotReplay(ServiceContext context, Snapshot snapshot) {
        this.context = context;
        this.snapshot = snapshot;
    }

    /**
     * Replays a snapshot.
     *
     * @param directory to work in: on a disk that may hold raw events, and not there
     * @throws dev.millrace.runtime.snapshots.DamagedSnapshotException if its files are not what its hash says
     */
    public static ReplayResult of(ServiceContext context, Snapshot snapshot, Path directory) throws IOException {
        try {
            return new SnapshotReplay(context, snapshot).run(directory);
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private ReplayResult run(Path directory) throws IOException {
        URI uri = URI.create(snapshot.getUri());
        if (snapshot.getState() == SnapshotState.ERASED) {
            return none("a person in it asked to be forgotten, and its files were deleted");
        }
        if (!context.artifacts().exists(uri)) {
            return none("its files are gone from " + uri);
        }
        if (snapshot.getSources().isEmpty()) {
            return none("it was cut by a version that did not say which raw records its examples came from");
        }
        SnapshotFolder folder =
                SnapshotFolder.open(context.artifacts().resolve(uri)).verify(snapshot.getSha256());
        read(folder);
        CutManifest manifest = CutManifest.read(folder.folder());
        try {
            return replay(manifest, manifest.config(), directory);
        } catch (ConfigException e) {
            return none("its settings are of another version: " + e.getMessage());
        }
    }

    /** Ids of tasks and of general text are longer than a hash. */
    private void read(SnapshotFolder folder) {
        for (Split split : Split.values()) {
            folder.forEachExample(split, example -> {
                if (example.id().length() == HASH_CHARS) {
                    candidates.add(example.id());
                    subjects.add(example.subject());
                }
            });
        }
        folder.exclusions().forEach(exclusion -> candidates.add(exclusion.id()));
    }

    private ReplayResult replay(CutManifest manifest, DomainConfig config, Path directory) throws IOException {
        try (ErasedSubjects erased = new ErasedSubjects(context.kafka()).refresh()) {
            return replay(manifest, config, erased, directory);
        }
    }

    private ReplayResult replay(CutManifest manifest, DomainConfig config, ErasedSubjects erased, Path directory)
            throws IOException {
        long gone = subjects.stream()
                .filter(subject -> erased.covers(snapshot.getDomain(), subject))
                .count();
        reasons.addAll(manifest.differences(config));
        if (gone > 0) {
            reasons.add(gone + " of its subjects asked to be forgotten since");
        }
        boolean retained = isRetained(Topics.TICKETS);
        retained &= isRetained(Topics.CHATS);
        return gone > 0 || !retained ? result(null) : replay(config, erased, directory);
    }

    private ReplayResult replay(DomainConfig config, ErasedSubjects erased, Path directory) {
        try (RawEvents raw = RawEvents.open(
                        directory.resolve("events"), context.config().curation().expiry());
                OfflineSnapshot cut = OfflineSnapshot.open(snapshot.getDomain(), directory.resolve("examples"))) {
            load(Topics.TICKETS, raw);
            load(Topics.CHATS, raw);
            events = raw.size();
            OfflineCuration curation = new OfflineCuration(context.config().curation(), Policy.of(config.policy()));
            Set<String> unseen = new HashSet<>(candidates);
            raw.forEachConversation((id, conversation) -> {
                unseen.remove(id);
                judge(id, conversation, raw, curation, erased, cut);
            });
            missing += unseen.size();
            return compared(cut.id(config).orElse(null), config);
        }
    }

    /** What of a topic its examples came from, by partition. */
    private Map<Integer, SourceOffset> seen(Topic<?> topic) {
        Map<Integer, SourceOffset> seen = new TreeMap<>();
        snapshot.getSources().stream()
                .filter(source -> source.getTopic().equals(topic.name()))
                .forEach(source -> seen.put(source.getPartition(), source));
        return seen;
    }

    /** Whether all of it is still there; where not, the reasons say so. */
    private boolean isRetained(Topic<?> topic) {
        int before = reasons.size();
        try (TopicReader<?> reader = context.kafka().reader(topic)) {
            Map<TopicPartition, Long> begins = reader.begins();
            seen(topic).forEach((partition, source) -> {
                long begin = begins.getOrDefault(new TopicPartition(topic.name(), partition), Long.MAX_VALUE);
                if (begin > source.getFirstOffset()) {
                    reasons.add("raw events are no longer retained: it needs %s partition %d from offset %d on; %s"
                            .formatted(
                                    topic.name(),
                                    partition,
                                    source.getFirstOffset(),
                                    begin == Long.MAX_VALUE ? "there is no such partition" : "it begins at " + begin));
                }
            });
        }
        return reasons.size() == before;
    }

    private <V extends SpecificRecord> void load(Topic<V> topic, RawEvents raw) {
        Map<Integer, SourceOffset> seen = seen(topic);
        try (TopicReader<V> reader = context.kafka().reader(topic)) {
            reader.readToEnd(event -> add(event, seen.get(event.partition()), raw));
        }
    }

    private void add(Event<? extends SpecificRecord> event, @Nullable SourceOffset seen, RawEvents raw) {
        if (event.value() == null || !Keys.domainOf(event.key()).equals(snapshot.getDomain())) {
            return;
        }
        if (seen != null && event.offset() <= seen.getLastOffset()) {
            raw.add(event);
        } else {
            raw.addLater(event);
        }
    }

    private void judge(
            String id,
            List<ConversationEvent> conversation,
            RawEvents raw,
            OfflineCuration curation,
            ErasedSubjects erased,
            OfflineSnapshot cut) {
        boolean wasExample = candidates.contains(id);
        late += wasExample && raw.cameLate(id) ? 1 : 0;
        if (!(curation.judgeRead(conversation) instanceof Verdict.Accepted accepted)) {
            missing += wasExample ? 1 : 0;
            return;
        }
        Example example = accepted.example();
        boolean isErased = ErasedExamples.covers(erased.now(), example);
        boolean mayHaveBeenNone = isErased
                || raw.wentOn(id)
                || raw.cameLate(id)
                || !Assembly.isOver(
                        conversation.stream().map(ConversationEvent::event).toList());
        if (wasExample && isErased) {
            ofErased++;
        } else if (!wasExample && mayHaveBeenNone) {
            setAside++;
        } else {
            examples++;
            cut.add(example);
        }
    }

    private ReplayResult compared(@Nullable String id, DomainConfig config) {
        if (snapshot.getSnapshotId().equals(id)) {
            reasons.clear();
            return result(id);
        }
        reason(ofErased, "%d conversations that it left out are of subjects that asked to be forgotten since");
        reason(
                snapshot.getJudgedOtherwise(),
                "%d examples had not been judged anew by its policy and rules when it was cut");
        reason(late, "%d conversations had events so late that they may have come after the conversation expired");
        reason(missing, "%d of its conversations make no example of the raw events and settings that are there now");
        if (!config.policy().redaction().dictionary().isEmpty()) {
            reasons.add("its policy has a dictionary of names, which may have been changed since");
        }
        if (reasons.isEmpty()) {
            reasons.add(
                    "the same raw events give other examples: curation.maxTurns, curation.maxBytes or the rules changed"
                            + " without a new version of them");
        }
        return result(id);
    }

    private void reason(long count, String text) {
        if (count > 0) {
            reasons.add(text.formatted(count));
        }
    }

    private ReplayResult none(String reason) {
        reasons.add(reason);
        return result(null);
    }

    private ReplayResult result(@Nullable String id) {
        String snapshotId = snapshot.getSnapshotId();
        return new ReplayResult(
                snapshotId, id, snapshotId.equals(id), events, examples, setAside, List.copyOf(reasons));
    }
}
