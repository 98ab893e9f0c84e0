package dev.millrace.cli.redact;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.curation.rules.Policy;
import dev.millrace.ingest.file.TextReader;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Redacts the texts of a file one by one: a text is in memory while it is worked on, and no longer. For one thread. */
public final class FileRedaction {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Policy policy;
    private final Consumer<String> notes;

    /** @param notes told of each line that cannot be used */
    public FileRedaction(Policy policy, Consumer<String> notes) {
        this.policy = policy;
        this.notes = notes;
    }

    /**
     * Writes a line for each that has a text.
     *
     * @throws UserError if the file is not there or cannot be read to its end
     */
    public RedactionSummary run(Path file, Writer out) throws IOException {
        if (!Files.isReadable(file)) {
            throw new UserError(ExitCode.NOT_FOUND, file + " cannot be read; is it there?");
        }
        long lines = 0;
        long bad = 0;
        long spans = 0;
        try (TextReader reader = TextReader.open(file)) {
            for (TextReader.@Nullable Line line = reader.next(); line != null; line = reader.next()) {
                lines++;
                String text = line.text();
                if (text == null) {
                    bad++;
                    notes.accept("line " + line.number() + " " + line.reason());
                    continue;
                }
                RedactedLine redacted = RedactedLine.of(line.number(), text, policy.redactor(List.of(text), List.of()));
                spans += redacted.spans().size();
                out.write(JSON.writeValueAsString(redacted));
                out.write('\n');
            }
        }
        return new RedactionSummary(lines, bad, spans);
    }
}
