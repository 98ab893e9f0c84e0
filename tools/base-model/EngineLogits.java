import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes the engine's f32 logits of a token sequence as little-endian floats. Usage: java EngineLogits.java MODEL_DIR OUT ID... */
final class EngineLogits {
    public static void main(String[] arguments) throws IOException {
        int[] ids = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        try (LanguageModel model = LanguageModel.load(Path.of(arguments[0]), LoadOptions.of(Precision.F32))) {
            float[] logits = model.logits(ids);
            ByteBuffer bytes = ByteBuffer.allocate(logits.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(logits);
            Files.write(Path.of(arguments[1]), bytes.array());
        }
    }
}
