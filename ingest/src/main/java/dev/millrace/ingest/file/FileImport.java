package dev.millrace.ingest.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.ingest.write.WriteFailedException;
import dev.millrace.ingest.write.WriterIdentity;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.ServiceContext;
import java.io.BufferedWriter;
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
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns a file into events on the running platform.
 *
 * <p>A conversation without an id gets the hash of what it says and, where a file says the same more than once, a number:
 * so every row is a conversation, and importing a file again gives the same event ids and changes nothing. The file is read
 * twice: first for its fingerprint, under which the time of its first import is kept, then for its events.
 *
 * <p>Bad lines go to the report with number and reason. Past the allowed share of them the import ends, what was written
 * before stays, and the same import may be run again once the file is mended.
 */
public final class FileImport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINE_BYTES = 4 << 20;
    private static final int BATCH = 500;
    private static final int LEAST_ROWS = 100;

    private final ServiceContext context;
    private final ImportOptions options;
    private final ImportProgress.Listener listener;
    private final Clock clock;
    private final DraftRules rules;
    private final SourceEvents sourceEvents;
    private final List<Outgoing<?>> waiting = new ArrayList<>();
    private final LongTable occurrences = new LongTable();
    private long rows;
    private long conversations;
    private long events;
    private long bad;

    private FileImport(ServiceContext context, ImportOptions options, ImportProgress.Listener listener) {
        this.context = context;
        this.options = options;
        this.listener = listener;
        this.clock = context.clock();
        this.rules = new DraftRules(clock);
        Pseudonymizer pseudonymizer =
                Pseudonymizer.load(context.config().state().installationKeyFile());
        this.sourceEvents = new SourceEvents(options.origin(), pseudonymizer::pseudonym, clock);
    }

    /**
     * Imports the whole file.
     *
     * @throws UserError if the mapping does not fit, too many lines are bad, or Kafka does not answer
     */
    public static ImportProgress run(ServiceContext context, ImportOptions options, ImportProgress.Listener listener) {
        if (!Files.isReadable(options.file())) {
            throw new UserError(ExitCode.NOT_FOUND, options.file() + " cannot be read; is it there?");
        }
        try {
            return new FileImport(context, options, listener).run();
        } catch (IOException e) {
            throw Refusal.badInput(options.file() + " cannot be read to its end: " + e.getMessage(), e);
        }
    }

    private ImportProgress run() throws IOException {
        Path state = context.config().state().directory().resolve("imports");
        Instant fileTime = new FileTimes(state, clock).of(fingerprint());
        try (WriterIdentity identity = WriterIdentity.take(state.resolve("writers"));
                TransactionalWriter writer = new TransactionalWriter(
                        () -> context.kafka().transactionalProducer("import", identity.transactionalId()));
                InputFile input = InputFile.open(options.file());
                BufferedWriter report = Files.newBufferedWriter(options.report())) {
            Entries entries = entries(input);
            for (@Nullable Entry entry = entries.next(); entry != null; entry = entries.next()) {
                take(entry, fileTime, report);
                if (waiting.size() >= BATCH) {
                    flush(writer, input);
                }
            }
            flush(writer, input);
            refuseIfTooBad(1);
            return progress(input);
        }
    }

    /** Of what the file says and how it is read. */
    private String fingerprint() throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        try (InputFile input = InputFile.open(options.file())) {
            Entries entries = entries(input);
            for (@Nullable Entry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry instanceof Entry.Read read) {
                    fingerprint.add(ConversationDigest.of(read.conversation()));
                }
            }
        }
        return fingerprint.hex();
    }

    private Entries entries(InputFile input) throws IOException {
        Lines lines = new Lines(input.content(), MAX_LINE_BYTES);
        return options.format() == FileFormat.CSV ? new CsvEntries(lines, options.mapping()) : new JsonlEntries(lines);
    }

    private void take(Entry entry, Instant fileTime, BufferedWriter report) throws IOException {
        rows++;
        Optional<String> problem = entry instanceof Entry.Read read
                ? add(read.conversation(), fileTime)
                : Optional.of(((Entry.Bad) entry).reason());
        if (problem.isPresent()) {
            bad++;
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("line", entry.line());
            line.put("reason", problem.get());
            report.write(JSON.writeValueAsString(line));
            report.newLine();
            refuseIfTooBad(LEAST_ROWS);
        }
    }

    /** Lines the conversation's events up, unless one of them has a problem. */
    private Optional<String> add(ImportedConversation conversation, Instant fileTime) {
        EventKind<?> kind = options.kind();
        List<ConversationEvents.Step> steps = ConversationEvents.of(kind, id(conversation), conversation, fileTime);
        List<String> reasons = new ArrayList<>();
        for (ConversationEvents.Step step : steps) {
            Problems problems = new Problems();
            rules.check(kind, step.draft(), problems);
            problems.list().stream()
                    .map(Problem::message)
                    .map(reason -> step.label() + " " + reason)
                    .forEach(reasons::add);
        }
        if (!reasons.isEmpty()) {
            return Optional.of(reasons.stream().distinct().collect(Collectors.joining("; ")));
        }
        steps.forEach(step -> waiting.add(outgoing(kind, step)));
        conversations++;
        return Optional.empty();
    }

    private <V extends SpecificRecord> Outgoing<V> outgoing(EventKind<V> kind, ConversationEvents.Step step) {
        return new Outgoing<>(kind.topic(), sourceEvents.key(step.draft()), sourceEvents.event(kind, step.draft()));
    }

    /** The file's own id, or the hash of what is said with a number from the second time on. */
    private String id(ImportedConversation conversation) {
        if (conversation.id() != null) {
            return conversation.id();
        }
        ConversationDigest digest = ConversationDigest.of(conversation);
        long occurrence = occurrences.get(digest.prefix());
        occurrences.put(digest.prefix(), occurrence + 1);
        return occurrence == 0 ? digest.hex() : digest.hex() + "-" + (occurrence + 1);
    }

    private void flush(TransactionalWriter writer, InputFile input) {
        if (!waiting.isEmpty()) {
            try {
                writer.write(waiting);
            } catch (WriteFailedException e) {
                throw Refusal.unreachable(e.getMessage() + "; run the same import again, nothing comes twice", e);
            }
            events += waiting.size();
            waiting.clear();
        }
        listener.at(progress(input));
    }

    private ImportProgress progress(InputFile input) {
        return new ImportProgress(
                input.bytesRead(), options.file().toFile().length(), rows, conversations, events, bad);
    }

    private void refuseIfTooBad(int leastRows) {
        if (rows >= leastRows && bad > options.maxBad() * rows) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "%d of %d lines cannot be used, more than the allowed %.1f %%; %s says why. Mend the file, or raise --max-bad"
                            .formatted(bad, rows, options.maxBad() * 100, options.report()));
        }
    }
}
