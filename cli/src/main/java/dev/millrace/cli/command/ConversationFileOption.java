package dev.millrace.cli.command;

import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.file.ColumnMapping;
import dev.millrace.ingest.file.FileFormat;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of conversations: what it holds, how it is written, and whose it is. */
final class ConversationFileOption {

    /** What the file holds. */
    enum What {
        TICKETS,
        CHATS
    }

    @Parameters(index = "0", paramLabel = "tickets|chats", description = "What the file holds.")
    private What what = What.TICKETS;

    @Parameters(index = "1", paramLabel = "FILE", description = "CSV or JSONL, plain, .gz or .zst.")
    private Path file = Path.of("");

    @Option(
            names = "--domain",
            paramLabel = "D",
            required = true,
            description = "Body of knowledge the file belongs to.")
    private String domain = "";

    @Option(
            names = "--source",
            paramLabel = "S",
            description = "Name of the way in; default: ${DEFAULT-VALUE}.",
            defaultValue = "file")
    private String source = "file";

    @Option(
            names = "--format",
            paramLabel = "csv|jsonl",
            description = "How the file is written; default: by its name.")
    private @Nullable FileFormat format;

    @Option(
            names = "--map",
            arity = "1..*",
            paramLabel = "FIELD=COLUMN",
            description = "Which column of a CSV file holds question, answer, subject, id, time, rating, tags.")
    private List<String> mapping = List.of();

    Path file() {
        return file;
    }

    EventKind<?> kind() {
        return what == What.TICKETS ? EventKind.TICKETS : EventKind.CHATS;
    }

    ColumnMapping mapping() {
        return ColumnMapping.parse(mapping);
    }

    Origin origin() {
        try {
            return new Origin(domain, source);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    FileFormat format() {
        if (format != null) {
            return format;
        }
        String name = file.getFileName().toString();
        if (name.contains(".csv")) {
            return FileFormat.CSV;
        }
        if (name.contains(".jsonl")) {
            return FileFormat.JSONL;
        }
        throw new UserError(ExitCode.USAGE, "the name of " + file + " says neither .csv nor .jsonl; add --format");
    }
}
