package dev.millrace.lm.train;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.text.TokenBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Plain text for pre-training: a file of unsigned 16-bit little-endian token ids, each document followed by a separator. An
 * epoch goes through the file once in pieces of one sequence, in an order of its own, beginning at an offset of its own; every
 * next token is scored except across a separator.
 */
public final class TokenStream implements BatchSource {
    private final ShortBuffer tokens;
    private final int separator;
    private final int sequence;
    private final int sequencesPerBatch;
    private final int batchesPerEpoch;
    private final int epochs;
    private final long seed;
    private final String fingerprint;
    private int cachedEpoch = -1;
    private int[] order = {};

    /**
     * Maps the file.
     *
     * @param vocabSize ids must be less
     */
    public static TokenStream open(
            Path file, int vocabSize, int separator, int sequence, int batchTokens, int epochs, long seed) {
        try (FileChannel channel = FileChannel.open(file)) {
            long needed = 2L * (2L * sequence + 1);
            if (channel.size() % 2 != 0 || channel.size() < needed || channel.size() > Integer.MAX_VALUE) {
                throw new FormatException(file + " has " + channel.size() + " bytes, expected an even number from "
                        + needed + " to 2 GiB: 16-bit tokens");
            }
            MappedByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
            ShortBuffer tokens = bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
            refuseUnknownTokens(file, tokens, vocabSize);
            String print = new Fingerprint("stream")
                    .add(bytes.duplicate())
                    .add(seed)
                    .add(sequence)
                    .add(batchTokens)
                    .hex();
            return new TokenStream(tokens, separator, sequence, batchTokens, epochs, seed, print);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private TokenStream(
            ShortBuffer tokens,
            int separator,
            int sequence,
            int batchTokens,
            int epochs,
            long seed,
            String fingerprint) {
        this.tokens = tokens;
        this.separator = separator;
        this.sequence = sequence;
        this.sequencesPerBatch = Math.max(1, batchTokens / sequence);
        this.batchesPerEpoch = Math.max(1, sequencesInFile() / sequencesPerBatch);
        this.epochs = epochs;
        this.seed = seed;
        this.fingerprint = fingerprint;
    }

    @Override
    public long size() {
        return (long) batchesPerEpoch * epochs;
    }

    @Override
    public TokenBatch batch(long index) {
        int epoch = Math.toIntExact(index / batchesPerEpoch);
        int first = (int) (index % batchesPerEpoch) * sequencesPerBatch;
        int[] ordered = order(epoch);
        int count = Math.min(sequencesPerBatch, ordered.length - first);
        int shift = Math.floorMod((int) (seed + 7919L * epoch), sequence);
        PieceWriter pieces = new PieceWriter(count * sequence, separator);
        for (int i = 0; i < count; i++) {
            pieces.add(tokens, shift + ordered[first + i] * sequence, sequence);
        }
        return pieces.batch();
    }

    @Override
    public boolean endsEpoch(long index) {
        return index % batchesPerEpoch == batchesPerEpoch - 1;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** One sequence is given up so that every shift fits, and one token so that the last one has a next. */
    private int sequencesInFile() {
        return (tokens.limit() - 1) / sequence - 1;
    }

    private synchronized int[] order(int epoch) {
        if (epoch != cachedEpoch) {
            order = Permutation.of(sequencesInFile(), seed, epoch);
            cachedEpoch = epoch;
        }
        return order;
    }

    private static void refuseUnknownTokens(Path file, ShortBuffer tokens, int vocabSize) {
        for (int i = 0; i < tokens.limit(); i++) {
            if (Short.toUnsignedInt(tokens.get(i)) >= vocabSize) {
                throw new FormatException(file + ": token " + i + " is " + Short.toUnsignedInt(tokens.get(i))
                        + ", expected less than the vocabulary's size " + vocabSize);
            }
        }
    }

    /** Collects pieces of the stream into a batch; a separator ends a document. */
    private static final class PieceWriter {
        private final int[] ids;
        private final int[] targets;
        private final int[] starts;
        private final int separator;
        private int at;
        private int documents;

        PieceWriter(int tokens, int separator) {
            ids = new int[tokens];
            targets = new int[tokens];
            starts = new int[tokens];
            this.separator = separator;
        }

        void add(ShortBuffer tokens, int from, int length) {
            boolean opens = true;
            for (int i = from; i < from + length; i++) {
                if (opens) {
                    starts[documents++] = at;
                }
                ids[at] = Short.toUnsignedInt(tokens.get(i));
                opens = ids[at] == separator;
                targets[at++] = opens ? TokenBatch.IGNORED : Short.toUnsignedInt(tokens.get(i + 1));
            }
        }

        TokenBatch batch() {
            return new TokenBatch(ids, targets, Arrays.copyOf(starts, documents));
        }
    }
}
