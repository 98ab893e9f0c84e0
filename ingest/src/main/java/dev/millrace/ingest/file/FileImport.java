package dev.millrace.ingest.file;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.ingest.write.WriteFailedException;
import dev.millrace.ingest.write.WriterIdentity;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
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
    private static final int BATCH = 500;
    private static final int LEAST_ROWS = 100;

    private final ServiceContext context;
    private final ImportOptions options;
    private final ImportProgress.Listener listener;
    private final Clock clock;
    private final SourceEvents sourceEvents;
    private final List<Outgoing<?>> waiting = new ArrayList<>();
    private long rows;
    private long conversations;
    private long events;
    private long suppressed;

    private FileImport(ServiceContext context, ImportOptions options, ImportProgress.Listener listener) {
        this.context = context;
        this.options = options;
        this.listener = listener;
        this.clock = context.clock();
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
                ErasedSubjects erased = suppressionList();
                TransactionalWriter writer = new TransactionalWriter(
                        () -> context.kafka().transactionalProducer("import", identity.transactionalId()),
                        erased,
                        context.metrics());
                ConversationReader input = ConversationReader.open(
                        options.file(),
                        options.format(),
                        options.mapping(),
                        options.kind(),
                        new DraftRules(clock),
                        fileTime);
                BadLines bad = new BadLines(options.report())) {
            for (ConversationReader.@Nullable Line line = input.next(); line != null; line = input.next()) {
                take(line, bad);
                if (waiting.size() >= BATCH) {
                    flush(erased, writer, input, bad);
                }
            }
            flush(erased, writer, input, bad);
            refuseIfTooBad(1, bad);
            return progress(input, bad);
        }
    }

    private ErasedSubjects suppressionList() {
        try {
            return new ErasedSubjects(context.kafka());
        } catch (KafkaException e) {
            throw Refusal.unreachable("Kafka cannot be asked whom to forget: " + e.getMessage(), e);
        }
    }

    /** Of what the file says and how it is read. */
    private String fingerprint() throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        try (InputFile input = InputFile.open(options.file())) {
            Entries entries = ConversationReader.entries(input, options.format(), options.mapping());
            for (@Nullable Entry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry instanceof Entry.Read read) {
                    fingerprint.add(ConversationDigest.of(read.conversation()));
                }
            }
        }
        return fingerprint.hex();
    }

    /** Lines up the events of one conversation, or reports its line. */
    private void take(ConversationReader.Line line, BadLines bad) throws IOException {
        rows++;
        if (line.reason().isPresent()) {
            bad.add(line.number(), line.reason().get());
            refuseIfTooBad(LEAST_ROWS, bad);
        } else {
            line.drafts().forEach(draft -> waiting.add(outgoing(options.kind(), draft)));
            conversations++;
        }
    }

    private <V extends SpecificRecord> Outgoing<V> outgoing(EventKind<V> kind, EventDraft draft) {
        return new Outgoing<>(kind.topic(), sourceEvents.key(draft), sourceEvents.event(kind, draft));
    }

    private void flush(ErasedSubjects erased, TransactionalWriter writer, ConversationReader input, BadLines bad) {
        if (!waiting.isEmpty()) {
            try {
                erased.refresh();
                int dropped = writer.write(waiting);
                suppressed += dropped;
                events += waiting.size() - dropped;
            } catch (WriteFailedException | KafkaException e) {
                throw Refusal.unreachable(e.getMessage() + "; run the same import again, nothing comes twice", e);
            }
            waiting.clear();
        }
        listener.at(progress(input, bad));
    }

    private ImportProgress progress(ConversationReader input, BadLines bad) {
        return new ImportProgress(
                input.bytesRead(),
                options.file().toFile().length(),
                rows,
                conversations,
                events,
                suppressed,
                bad.count());
    }

    private void refuseIfTooBad(int leastRows, BadLines bad) {
        if (rows >= leastRows && bad.count() > options.maxBad() * rows) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "%d of %d lines cannot be used, more than the allowed %.1f %%; %s says why. Mend the file, or raise --max-bad"
                            .formatted(bad.count(), rows, options.maxBad() * 100, options.report()));
        }
    }
}
