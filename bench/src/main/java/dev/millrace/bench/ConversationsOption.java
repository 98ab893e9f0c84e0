package dev.millrace.bench;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.conversation.Intake;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Phase;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.file.ColumnMapping;
import dev.millrace.ingest.file.ConversationReader;
import dev.millrace.ingest.file.FileFormat;
import dev.millrace.schemas.event.Conversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The conversations that are measured: a file as the import reads it, or generated tickets. */
final class ConversationsOption {
    private static final int TICKETS = 20_000;
    /** Of conversations that have no time of their own. */
    private static final Instant FILE_TIME = Instant.parse("2026-01-01T00:00:00Z");

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "CSV or JSONL of conversations, plain, .gz or .zst; without one, tickets are generated.")
    private @Nullable Path file;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = "Which column of a CSV file holds question, answer …; may come often.")
    private List<String> mapping = List.of();

    @Option(names = "--chats", description = "The file holds chats, not tickets.")
    private boolean chats;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    List<Conversation> conversations() {
        try {
            return file == null ? generated() : read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Conversation> generated() {
        TicketEvents tickets = new TicketEvents();
        return IntStream.range(0, TICKETS)
                .mapToObj(ticket -> conversation(
                        IntStream.range(0, TicketEvents.EACH).mapToObj(step -> tickets.event(ticket, step))))
                .toList();
    }

    private List<Conversation> read(Path from) throws IOException {
        FileFormat format = from.getFileName().toString().contains(".csv") ? FileFormat.CSV : FileFormat.JSONL;
        EventKind<?> kind = chats ? EventKind.CHATS : EventKind.TICKETS;
        SourceEvents events = new SourceEvents(
                new Origin(BenchServices.DOMAIN, "file"), subject -> "s_" + subject, Clock.systemUTC());
        List<Conversation> conversations = new ArrayList<>();
        try (ConversationReader reader = ConversationReader.open(
                from, format, ColumnMapping.parse(mapping), kind, new DraftRules(Clock.systemUTC()), FILE_TIME)) {
            for (ConversationReader.@Nullable Line line = reader.next(); line != null; line = reader.next()) {
                if (!line.drafts().isEmpty()) {
                    conversations.add(conversation(line.drafts().stream().map(draft -> events.event(kind, draft))));
                }
            }
        }
        return conversations;
    }

    private static Conversation conversation(Stream<? extends SpecificRecord> events) {
        List<ConversationEvent> read = events.map(ConversationEvent::of).toList();
        Header header = Intake.begin(read.get(0));
        header.setPhase(Phase.CLOSED);
        return Assembly.of(header, read.stream().map(ConversationEvent::event).toList());
    }
}
