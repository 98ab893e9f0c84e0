package dev.millrace.lm.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/**
 * Text to token ids and back, by the model's {@code tokenizer.json}. Nothing is added, cut or padded: special tokens come only
 * from the text itself. Thread-safe; the caller closes.
 */
public final class Tokenizer implements AutoCloseable {
    private static final String FILE = "tokenizer.json";
    private static final String OFFLINE = "ai.djl.offline";
    private static final Map<String, String> OPTIONS = Map.of(
            "addSpecialTokens", "false",
            "truncation", "false",
            "padding", "false",
            "maxLength", Integer.toString(Integer.MAX_VALUE));

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> specialTokens;

    private Tokenizer(HuggingFaceTokenizer tokenizer, Map<String, Integer> specialTokens) {
        this.tokenizer = tokenizer;
        this.specialTokens = Collections.unmodifiableMap(specialTokens);
    }

    public static Tokenizer read(Path modelFolder) {
        Path file = modelFolder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new FormatException(file + " is missing; a model folder needs it (older formats are not read)");
        }
        TokenizerFile checked = TokenizerFile.read(file);
        return new Tokenizer(open(file, checked.bytes()), checked.specialTokens());
    }

    private static HuggingFaceTokenizer open(Path file, byte[] checked) {
        System.setProperty(OFFLINE, System.getProperty(OFFLINE, "true"));
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(checked), OPTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (RuntimeException e) {
            throw new FormatException(file + " is no tokenizer: " + Json.abbreviate(String.valueOf(e.getMessage())), e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "The tokenizer's native library does not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + "; linux-x86_64 and linux-aarch64 are supported",
                    e);
        }
    }

    /** Text and id of the tokens marked special, which stand for themselves wherever their text occurs. */
    public Map<String, Integer> specialTokens() {
        return specialTokens;
    }

    public int[] encode(String text) {
        return ids(tokenizer.encode(text, false, false));
    }

    /** Ids together with the place of each token in the text. */
    EncodedText encodeWithPlaces(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        CharSpan[] spans = encoding.getCharTokenSpans();
        return EncodedText.of(text, ids(encoding), spans);
    }

    /** Text of the ids, special tokens included. */
    public String decode(int... ids) {
        return decode(ids, false);
    }

    public String decode(int[] ids, boolean skipSpecialTokens) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, skipSpecialTokens);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] ids(Encoding encoding) {
        long[] wide = encoding.getIds();
        int[] ids = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            ids[i] = (int) wide[i];
        }
        return ids;
    }
}
