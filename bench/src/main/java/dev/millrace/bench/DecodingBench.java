package dev.millrace.bench;

import dev.millrace.lm.generate.GenerationOptions;
import dev.millrace.lm.generate.Generator;
import dev.millrace.lm.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Greedy decoding of one stream, the reading of the prompt included, as the peer counts it. The median run counts. */
@Command(name = "decode", description = "Greedy decoding of one stream.")
final class DecodingBench implements Runnable {

    /** Ids below are special in the peer's count. */
    private static final int FIRST_ID = 8;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--prompt", defaultValue = "64", description = "Tokens of the prompt.")
    private int prompt;

    @Option(names = "--new", defaultValue = "128", description = "Tokens to be decoded.")
    private int tokens;

    @Option(names = "--runs", defaultValue = "3", description = "Measured runs; one comes before.")
    private int runs;

    @Override
    public void run() {
        try (LanguageModel loaded = LanguageModel.load(model.folder(), model.load())) {
            int[] ids = new Random(1)
                    .ints(prompt, FIRST_ID, loaded.config().vocabSize())
                    .toArray();
            GenerationOptions greedy = GenerationOptions.greedy(tokens);
            List<Double> seconds = new ArrayList<>();
            for (int run = 0; run <= runs; run++) {
                long begin = System.nanoTime();
                int decoded = new Generator(loaded).generate(ids, greedy, id -> {}).length;
                require(decoded);
                seconds.add(Measurement.secondsSince(begin));
            }
            double median = Measurement.median(seconds.subList(1, seconds.size()));
            new Measurement().with("tokens_per_s", tokens / median).print();
        }
    }

    private void require(int decoded) {
        if (decoded != tokens) {
            throw new IllegalStateException("decoded " + decoded + " tokens, expected " + tokens
                    + "; does the model have an end token that it chose?");
        }
    }
}
