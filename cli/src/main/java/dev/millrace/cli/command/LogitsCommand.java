package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.runtime.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace logits}: what the engine computes, for checks against other implementations. */
@Command(
        name = "logits",
        description = "Writes the engine's logits of given token ids, for checks against other implementations.")
public final class LogitsCommand implements Callable<Integer> {

    @Option(names = "--base", paramLabel = "DIR", required = true, description = "Base model folder.")
    private Path base = Path.of("");

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT adapter folder.")
    private @Nullable Path adapter;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "Arithmetic; default: ${DEFAULT-VALUE}.",
            defaultValue = "F32")
    private Precision precision = Precision.F32;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(names = "--ids", paramLabel = "FILE", required = true, description = "JSON: a list of lists of token ids.")
    private Path ids = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "safetensors: one f32 tensor [tokens, vocab] for each list, named 0, 1, …")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        int[][] rows = new ObjectMapper().readValue(ids.toFile(), int[][].class);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (LanguageModel model =
                LanguageModel.load(base, LoadOptions.of(precision).on(device.device()))) {
            if (adapter != null) {
                model.attach(LoraAdapter.of(model, PeftAdapter.read(adapter)));
            }
            for (int row = 0; row < rows.length; row++) {
                float[] logits = model.logits(rows[row]);
                int[] shape = {rows[row].length, model.config().vocabSize()};
                tensors.put(Integer.toString(row), TensorData.f32(new HostTensor(shape, logits)));
            }
        }
        Safetensors.write(out, tensors, Map.of());
        return ExitCode.OK.code();
    }
}
