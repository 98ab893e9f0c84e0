package dev.millrace.cli.command;

import dev.millrace.cli.platform.Home;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.checkpoint.ModelQuantizer;
import dev.millrace.runtime.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace quantize}: a model folder in 4 bits. */
@Command(
        name = "quantize",
        description =
                "Stores a model in 4 bits (NF4 with double quantization, as bitsandbytes does): every command takes the"
                        + " folder as a base model, and loads it by mapping it.")
public final class QuantizeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder of the model.")
    private Path model = Path.of("");

    @Mixin
    private final OutOption out = new OutOption();

    @Mixin
    private final AdapterOption adapter = new AdapterOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public QuantizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = out.absent();
        long start = System.nanoTime();
        try (Checkpoint base = Checkpoint.open(Home.model(model))) {
            ModelQuantizer.quantize(new MergedWeights(base, adapter.adapter()), folder);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = Files.size(folder.resolve("model.safetensors"));
        if (json.chosen()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("folder", folder.toString());
            result.put("bytes", bytes);
            result.put("seconds", seconds);
            JsonOption.print(terminal, result);
        } else {
            terminal.println("model %s (%s, %.1f s)".formatted(folder, Figures.bytes(bytes), seconds));
        }
        return ExitCode.OK.code();
    }
}
