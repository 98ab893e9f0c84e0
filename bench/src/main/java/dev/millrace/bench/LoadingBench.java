package dev.millrace.bench;

import dev.millrace.lm.model.LanguageModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Loading of a model folder until it can be used; with {@code --nf4} quantization included, unless the folder is in 4 bits. */
@Command(name = "load", description = "Loading of a model folder.")
final class LoadingBench implements Runnable {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Override
    public void run() {
        long begin = System.nanoTime();
        try (LanguageModel loaded = LanguageModel.load(model.folder(), model.load())) {
            new Measurement()
                    .with("seconds", Measurement.secondsSince(begin))
                    .with("layers", loaded.config().layers())
                    .print();
        }
    }
}
