package dev.millrace.bench;

import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.torch.Torch;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model is measured, in what, and on how many threads. */
final class ModelOptions {

    @Option(names = "--model", required = true, description = "Hugging Face model folder.")
    private Path folder = Path.of("");

    @Option(names = "--nf4", description = "The blocks' linear layers in 4 bits.")
    private boolean nf4;

    @Option(names = "--precision", defaultValue = "bf16", description = "bf16 or f32.")
    private Precision precision = Precision.BF16;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of the engine.")
    private int threads;

    Path folder() {
        return folder;
    }

    /** Sets the threads too: they are one number for the process. */
    LoadOptions load() {
        Torch.useThreads(threads);
        LoadOptions options = LoadOptions.of(precision);
        return nf4 ? options.quantized() : options;
    }
}
