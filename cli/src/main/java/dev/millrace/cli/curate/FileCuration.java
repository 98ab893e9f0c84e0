package dev.millrace.cli.curate;

import dev.millrace.curation.offline.OfflineCuration;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.curation.snapshot.OfflineSnapshot;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.file.ColumnMapping;
import dev.millrace.ingest.file.ConversationReader;
import dev.millrace.ingest.file.FileFormat;
import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.event.SnapshotCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Curates one file as the platform would, without Kafka: the same rules, the same cut, the same files. Streams: examples are
 * in a store on disk until the cut. The folder is whole or absent. For one run.
 */
public final class FileCuration {
    private static final String STORE = "store.tmp";

    private final OfflineCuration curation;
    private final DomainConfig domain;
    private final Origin origin;
    private final EventKind<?> kind;
    private final Clock clock;
    private final SourceEvents events;

    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<String, Long> placeholders = new TreeMap<>();
    private long rows;
    private long bad;
    private long accepted;
    private OfflineSnapshot.@Nullable Written written;

    /** @param config of the installation; customers become pseudonyms by its key */
    public FileCuration(MillraceConfig config, Origin origin, EventKind<?> kind, Clock clock) {
        this.domain = config.domain(origin.domain());
        this.curation = new OfflineCuration(config.curation(), Policy.of(domain.policy()));
        this.origin = origin;
        this.kind = kind;
        this.clock = clock;
        Pseudonymizer pseudonymizer = Pseudonymizer.load(config.state().installationKeyFile());
        this.events = new SourceEvents(origin, pseudonymizer::pseudonym, clock);
    }

    /**
     * Makes the folder.
     *
     * @throws UserError if the file is not there or the mapping does not fit it
     */
    public CurationSummary run(Path file, FileFormat format, ColumnMapping mapping, Path folder) throws IOException {
        if (!Files.isReadable(file)) {
            throw new UserError(ExitCode.NOT_FOUND, file + " cannot be read; is it there?");
        }
        AtomicFiles.writeFolder(folder, made -> curate(file, format, mapping, made));
        Optional<OfflineSnapshot.Written> snapshot = Optional.ofNullable(written);
        Optional<SnapshotCounts> counts = snapshot.map(OfflineSnapshot.Written::counts);
        return new CurationSummary(
                folder.toString(),
                rows,
                bad,
                accepted,
                rejected,
                snapshot.map(OfflineSnapshot.Written::excluded).orElse(Map.of()),
                placeholders,
                snapshot.map(OfflineSnapshot.Written::id).orElse(null),
                counts.map(SnapshotCounts::getTrain).orElse(0L),
                counts.map(SnapshotCounts::getValidation).orElse(0L),
                counts.map(SnapshotCounts::getHoldout).orElse(0L));
    }

    private void curate(Path file, FileFormat format, ColumnMapping mapping, Path made) throws IOException {
        Instant fileTime = Files.getLastModifiedTime(file).toInstant();
        Path store = made.resolve(STORE);
        try (ConversationReader reader =
                        ConversationReader.open(file, format, mapping, kind, new DraftRules(clock), fileTime);
                JsonLines rejections = JsonLines.gzip(made.resolve("rejections.jsonl.gz"));
                JsonLines badLines = JsonLines.plain(made.resolve("bad-lines.jsonl"));
                OfflineSnapshot snapshot = OfflineSnapshot.open(origin.domain(), store)) {
            for (ConversationReader.@Nullable Line line = reader.next(); line != null; line = reader.next()) {
                rows++;
                if (line.reason().isPresent()) {
                    bad++;
                    badLines.write(bad(line.number(), line.reason().get()));
                } else {
                    judge(line.drafts(), snapshot, rejections);
                }
            }
            written = snapshot.write(domain, made).orElse(null);
        }
        AtomicFiles.delete(store);
    }

    private void judge(List<EventDraft> drafts, OfflineSnapshot snapshot, JsonLines rejections) throws IOException {
        List<SpecificRecord> conversation = new ArrayList<>();
        drafts.forEach(draft -> conversation.add(events.event(kind, draft)));
        Verdict verdict = curation.judge(conversation);
        if (verdict instanceof Verdict.Accepted fit) {
            accepted++;
            fit.example().getRedactions().forEach((type, count) -> placeholders.merge(type, (long) count, Long::sum));
            snapshot.add(fit.example());
        } else if (verdict instanceof Verdict.Rejected unfit) {
            String reason = unfit.reason().code();
            rejected.merge(reason, 1L, Long::sum);
            rejections.write(rejection(drafts.get(0).conversationId(), reason, unfit.figures()));
        }
    }

    private static Map<String, Object> bad(long line, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", line);
        fields.put("reason", reason);
        return fields;
    }

    private static Map<String, Object> rejection(String id, String reason, Map<String, Double> figures) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("conversation", id);
        fields.put("reason", reason);
        fields.put("figures", new TreeMap<>(figures));
        return fields;
    }
}
