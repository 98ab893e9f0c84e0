package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.WordHashes;
import dev.millrace.curation.similarity.WordRuns;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts that must never be trained on, in runs of 13 words; a text of 5 to 12 words is one run, which only a message of just these
 * words has too. Immutable.
 */
final class ProtectedSets {
    /** Words in a row that are no accident. Source: Brown et al., Language models are few-shot learners (2020), appendix C. */
    static final int WORDS = 13;

    private final List<ProtectedFile> files;
    /** In ascending order. */
    private final long[] runs;

    private ProtectedSets(List<ProtectedFile> files, long[] runs) {
        this.files = files;
        this.runs = runs;
    }

    /**
     * Reads files.
     *
     * @throws dev.millrace.runtime.UserError if one cannot be read, is not what its name says, or all together are too large
     */
    static ProtectedSets read(List<Path> paths) {
        List<ProtectedFile> files = new ArrayList<>();
        RunCollector collector = new RunCollector();
        paths.forEach(path -> files.add(ProtectedFile.read(path, collector)));
        return new ProtectedSets(List.copyOf(files), collector.sorted());
    }

    List<ProtectedFile> files() {
        return files;
    }

    /** Whether a message of an example, or its title, has words in common with one of the texts. */
    boolean overlap(Example example) {
        String title = example.getTitle();
        return overlap(example.getMessages()) || (runs.length > 0 && title != null && overlap(title));
    }

    /** The same of messages that are no example. */
    boolean overlap(List<Message> messages) {
        return runs.length > 0
                && messages.stream()
                        .filter(message -> message.getRole() != Role.SYSTEM)
                        .map(Message::getContent)
                        .anyMatch(this::overlap);
    }

    private boolean overlap(String text) {
        return Arrays.stream(WordRuns.hashes(WordHashes.of(text), WORDS))
                .anyMatch(run -> Arrays.binarySearch(runs, run) >= 0);
    }
}
