package dev.millrace.bench;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.AdamW;
import dev.millrace.lm.model.Keep;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Trainable;
import dev.millrace.lm.text.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training steps on random tokens, every position scored: forward, backward, AdamW. The median step counts. */
@Command(name = "train", description = "Training steps.")
final class TrainingBench implements Runnable {

    private static final int WARM_UP = 2;
    private static final double LEARNING_RATE = 1e-4;
    private static final AdamW ADAMW = new AdamW(0.9, 0.999, 1e-8, 0.01);

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--full", description = "Train every weight instead of an adapter.")
    private boolean full;

    @Option(names = "--rank", defaultValue = "16", description = "Rank of the adapter on all seven projections.")
    private int rank;

    @Option(names = "--keep", defaultValue = "all", description = "Activations kept: all, attention or inputs.")
    private Keep keep = Keep.ALL;

    @Option(names = "--batch", defaultValue = "4", description = "Documents of a step.")
    private int batch;

    @Option(names = "--sequence", defaultValue = "512", description = "Tokens of a document.")
    private int sequence;

    @Option(names = "--steps", defaultValue = "8", description = "Measured steps; two come before.")
    private int steps;

    @Override
    public void run() {
        try (LanguageModel loaded = LanguageModel.load(
                model.folder(), model.load().upTo(batch * sequence).within(ActivationMemory.keeping(keep)))) {
            measure(loaded, full ? loaded.trainWeights() : adapter(loaded));
        }
    }

    private LoraAdapter adapter(LanguageModel loaded) {
        LoraAdapter adapter = LoraAdapter.create(loaded, LoraConfig.of(rank, 2.0 * rank), 1);
        loaded.attach(adapter);
        return adapter;
    }

    private void measure(LanguageModel loaded, Trainable trainable) {
        Random random = new Random(1);
        List<Double> seconds = new ArrayList<>();
        double loss = 0;
        for (int step = 0; step < WARM_UP + steps; step++) {
            TokenBatch tokens = tokens(random, loaded.config().vocabSize());
            long begin = System.nanoTime();
            trainable.zeroGradients();
            loss = loaded.forwardBackward(tokens, 1.0 / tokens.scored()) / tokens.scored();
            trainable.step(LEARNING_RATE, ADAMW);
            seconds.add(Measurement.secondsSince(begin));
        }
        double median = Measurement.median(seconds.subList(WARM_UP, seconds.size()));
        double work = UsefulWork.perToken(loaded.config(), trainable.parameterCount(), full, sequence);
        new Measurement()
                .with("tokens_per_s", batch * sequence / median)
                .with("step_s", median)
                .with("gflops_per_s", 1e-9 * batch * sequence * work / median)
                .with("loss_last", loss)
                .print();
    }

    private TokenBatch tokens(Random random, int vocabulary) {
        int[] ids = random.ints((long) batch * sequence, 0, vocabulary).toArray();
        int[] targets = Arrays.copyOfRange(ids, 1, ids.length + 1);
        int[] starts =
                IntStream.range(0, batch).map(document -> document * sequence).toArray();
        for (int start : starts) {
            targets[start + sequence - 1] = TokenBatch.IGNORED;
        }
        return new TokenBatch(ids, targets, starts);
    }
}
