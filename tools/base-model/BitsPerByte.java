import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.TokenBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Negative log-likelihood in nats of every token of a token file (documents end with id 0, which is not scored), in windows of
 * 512 tokens, each but the first beginning 128 tokens before what it scores. Usage: java BitsPerByte.java MODEL_DIR FILE
 */
final class BitsPerByte {
    private static final int WINDOW = 512;
    private static final int OVERLAP = 128;
    private static final int SEPARATOR = 0;

    public static void main(String[] arguments) throws IOException {
        LoadOptions options = LoadOptions.of(Precision.BF16).upTo(8 * WINDOW);
        double nats = 0;
        long tokens = 0;
        try (LanguageModel model = LanguageModel.load(Path.of(arguments[0]), options)) {
            for (TokenBatch batch : batches(windows(ids(Path.of(arguments[1]))))) {
                nats += model.score(batch).totalNats();
                tokens += batch.scored();
            }
        }
        System.out.println(nats + " " + tokens);
    }

    private static int[] ids(Path file) throws IOException {
        var shorts = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int[] ids = new int[shorts.remaining()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = shorts.get(i) & 0xffff;
        }
        return ids;
    }

    private record Window(int[] ids, int[] targets) {}

    private static List<Window> windows(int[] ids) {
        List<Window> windows = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < ids.length; end++) {
            if (ids[end] == SEPARATOR) {
                ofDocument(Arrays.copyOfRange(ids, start, end), windows);
                start = end + 1;
            }
        }
        return windows;
    }

    /** Position t of a window predicts token t of the document; before the first token stands the separator. */
    private static void ofDocument(int[] document, List<Window> windows) {
        int scored = 0;
        while (scored < document.length) {
            int from = scored == 0 ? 0 : scored - OVERLAP;
            int to = Math.min(document.length, from + WINDOW);
            int[] inputs = new int[to - from];
            int[] targets = new int[to - from];
            for (int t = from; t < to; t++) {
                inputs[t - from] = t == 0 ? SEPARATOR : document[t - 1];
                targets[t - from] = t < scored ? TokenBatch.IGNORED : document[t];
            }
            windows.add(new Window(inputs, targets));
            scored = to;
        }
    }

    private static List<TokenBatch> batches(List<Window> windows) {
        List<TokenBatch> batches = new ArrayList<>();
        List<Window> pending = new ArrayList<>();
        int size = 0;
        for (Window window : windows) {
            if (size + window.ids().length > 8 * WINDOW) {
                batches.add(join(pending, size));
                pending.clear();
                size = 0;
            }
            pending.add(window);
            size += window.ids().length;
        }
        batches.add(join(pending, size));
        return batches;
    }

    private static TokenBatch join(List<Window> windows, int size) {
        int[] ids = new int[size];
        int[] targets = new int[size];
        int[] starts = new int[windows.size()];
        int at = 0;
        for (int i = 0; i < windows.size(); i++) {
            starts[i] = at;
            int length = windows.get(i).ids().length;
            System.arraycopy(windows.get(i).ids(), 0, ids, at, length);
            System.arraycopy(windows.get(i).targets(), 0, targets, at, length);
            at += length;
        }
        return new TokenBatch(ids, targets, starts);
    }
}
