package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.WordHashes;
import dev.millrace.curation.similarity.WordRuns;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.util.Arrays;

/** Gathers the runs of protected texts. For one thread. */
final class RunCollector {
    /** Shorter texts, such as "yes" or "thank you", are nobody's. */
    private static final int FEWEST_WORDS = 5;

    private static final int MOST_RUNS = 20_000_000;

    private long[] runs = new long[1024];
    private int size;

    /** The last words of the lines before. */
    private WordHashes carried = new WordHashes();

    /**
     * Adds a text.
     *
     * @throws UserError if there are more than memory is meant for
     */
    void add(String text) {
        add(WordHashes.of(text));
    }

    /** Adds a line as a text, and what goes on in it from the lines before. */
    void addLine(String line) {
        WordHashes words = WordHashes.of(line);
        if (words.size() < ProtectedSets.WORDS) {
            add(words);
        }
        WordHashes joined = carried;
        joined.addAll(words, 0, words.size());
        if (joined.size() >= ProtectedSets.WORDS) {
            add(joined);
        }
        carried = new WordHashes();
        carried.addAll(joined, Math.max(0, joined.size() - ProtectedSets.WORDS + 1), joined.size());
    }

    /** What comes next has nothing to do with the lines before. */
    void endLines() {
        carried = new WordHashes();
    }

    private void add(WordHashes words) {
        if (words.size() >= FEWEST_WORDS) {
            add(WordRuns.hashes(words, ProtectedSets.WORDS));
        }
    }

    private void add(long[] more) {
        if (size + more.length > MOST_RUNS) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "the protected sets hold more than %,d words; expected fewer. Name only those that your examples may overlap with"
                            .formatted(MOST_RUNS));
        }
        if (size + more.length > runs.length) {
            runs = Arrays.copyOf(runs, Math.max(2 * runs.length, size + more.length));
        }
        System.arraycopy(more, 0, runs, size, more.length);
        size += more.length;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(runs, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
