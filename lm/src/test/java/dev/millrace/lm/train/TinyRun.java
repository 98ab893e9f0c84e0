package dev.millrace.lm.train;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.AdamW;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A model of three small layers, learnable data, and a recipe of a few steps. */
final class TinyRun {
    static final Path MODEL = GoldenCases.folder("llama");
    static final int BATCH_TOKENS = 128;

    private TinyRun() {}

    static LanguageModel model() {
        return LanguageModel.load(MODEL, LoadOptions.of(Precision.F32).upTo(4 * BATCH_TOKENS));
    }

    static LanguageModel quantizedModel() {
        return LanguageModel.load(
                MODEL, LoadOptions.of(Precision.F32).upTo(4 * BATCH_TOKENS).quantized());
    }

    static TrainingRecipe recipe(int steps, double learningRate) {
        return new TrainingRecipe(
                TrainingMethod.LORA,
                Precision.F32,
                LoraConfig.of(4, 8),
                new Optimization(learningRate, 0.1, Schedule.COSINE, 0.1, new AdamW(0.9, 0.999, 1e-8, 0.01), 1),
                new Batching(BATCH_TOKENS, 2, BATCH_TOKENS),
                new Stopping(1, steps, 4, 0),
                5);
    }

    /** Documents that count upwards from a random token: the next token can be learnt. */
    static List<Document> documents(int count, long seed) {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[12 + random.nextInt(30)];
            int[] targets = new int[ids.length];
            int first = 10 + random.nextInt(30);
            for (int t = 0; t < ids.length; t++) {
                ids[t] = first + t;
                targets[t] = t < 4 || t == ids.length - 1 ? TokenBatch.IGNORED : first + t + 1;
            }
            documents.add(new Document(ids, targets));
        }
        return documents;
    }

    static BatchSource source(TrainingRecipe recipe) {
        return new PackedChats(documents(200, 1), BATCH_TOKENS, 1, recipe.seed());
    }

    static Evaluation validation() {
        return new Evaluation(new Packer(BATCH_TOKENS).pack(documents(12, 2)));
    }

    /** Remembers every loss, and throws at a step if asked to, as a crash would end the run. */
    static class Recorder implements TrainingListener {
        final List<Double> losses = new ArrayList<>();
        final List<Evaluated> evaluations = new ArrayList<>();
        final List<Path> checkpoints = new ArrayList<>();
        private final int crashAt;
        int firstStep;

        Recorder() {
            this(-1);
        }

        Recorder(int crashAt) {
            this.crashAt = crashAt;
        }

        @Override
        public void onStart(Plan plan) {
            firstStep = plan.firstStep();
        }

        @Override
        public void onStep(Step step) {
            losses.add(step.loss());
            if (step.step() == crashAt) {
                throw new CrashException();
            }
        }

        @Override
        public void onEvaluation(Evaluated evaluation) {
            evaluations.add(evaluation);
        }

        @Override
        public void onCheckpoint(int step, Path folder) {
            checkpoints.add(folder);
        }
    }

    /** Ends a run from outside. */
    static final class CrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
