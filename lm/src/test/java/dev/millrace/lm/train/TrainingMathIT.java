package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.model.Scores;
import dev.millrace.lm.model.Trainable;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.train.TinyRun.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingMathIT {
    @TempDir
    Path folder;

    @Test
    void shouldGiveEveryExampleTheSameLossWhenPackedOrAlone() {
        // Given
        List<Document> documents = TinyRun.documents(8, 3);
        try (LanguageModel model = TinyRun.model()) {
            // When
            Scores packed = model.score(Packer.concatenate(documents));

            // Then
            for (int d = 0; d < documents.size(); d++) {
                Scores alone = model.score(documents.get(d).asBatch());
                assertThat((long) packed.tokens(d)).isEqualTo(alone.totalTokens());
                assertThat(packed.nats(d) / packed.tokens(d))
                        .isCloseTo(alone.totalNats() / alone.totalTokens(), within(1e-5));
            }
        }
    }

    @Test
    void shouldGiveTheSameGradientsWhenOneBatchIsSplitIntoUnequalOnes() {
        // Given
        List<Document> documents = TinyRun.documents(9, 4);
        TokenBatch whole = Packer.concatenate(documents);
        List<TokenBatch> split =
                List.of(Packer.concatenate(documents.subList(0, 2)), Packer.concatenate(documents.subList(2, 9)));
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = trainedALittle(model);
            OptimizerStep stepper =
                    new OptimizerStep(model, adapter, TinyRun.recipe(1, 1e-3).optimization());

            // When
            OptimizerStep.Gradients one = stepper.accumulate(List.of(whole));
            Map<String, HostTensor> expected = adapter.gradients();
            OptimizerStep.Gradients several = stepper.accumulate(split);
            Map<String, HostTensor> found = adapter.gradients();

            // Then
            assertThat(several.loss()).isCloseTo(one.loss(), within(1e-5));
            assertThat(several.norm()).isCloseTo(one.norm(), within(1e-4 * one.norm()));
            expected.forEach((name, gradient) ->
                    assertThat(found.get(name).values()).containsExactly(gradient.values(), within(1e-5f)));
        }
    }

    @Test
    void shouldChangeNothingWhenAnAdapterIsFresh() {
        // Given
        TokenBatch batch = Packer.concatenate(TinyRun.documents(4, 5));
        try (LanguageModel model = TinyRun.model()) {
            double before = model.score(batch).totalNats();

            // When
            model.attach(LoraAdapter.create(model, LoraConfig.of(8, 16), 3));

            // Then
            assertThat(model.score(batch).totalNats()).isCloseTo(before, within(1e-4));
        }
    }

    @Test
    void shouldTrainEveryWeightAndSaveAModelThatLoads() throws IOException {
        // Given
        TrainingRecipe recipe = TinyRun.recipe(12, 3e-3).withMethod(TrainingMethod.FULL);
        ModelConfig config = ModelConfig.read(TinyRun.MODEL);
        TokenBatch probe = Packer.concatenate(TinyRun.documents(4, 6));
        LoadOptions options = LoadOptions.of(Precision.F32).upTo(4 * TinyRun.BATCH_TOKENS);
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Files.copy(TinyRun.MODEL.resolve(file), folder.resolve(file));
        }
        double trained;

        // When
        try (LanguageModel model = LanguageModel.initialize(config, options, 1)) {
            Trainable weights = model.trainWeights();
            TrainingResult result = new TrainingLoop(
                            model,
                            weights,
                            recipe,
                            TinyRun.source(recipe),
                            TinyRun.validation(),
                            Checkpointing.NONE,
                            new Recorder(),
                            () -> false)
                    .run();
            model.save(folder);
            trained = model.score(probe).totalNats() / probe.scored();
            assertThat(weights.parameterCount()).isEqualTo(config.parameters());
            assertThat(result.bestLoss()).isLessThan(0.8 * result.firstLoss());
        }

        // Then
        try (LanguageModel loaded = LanguageModel.load(folder, options)) {
            assertThat(loaded.score(probe).totalNats() / probe.scored()).isCloseTo(trained, within(0.02));
        }
    }

    /** So that neither half of any pair is zero. */
    private static LoraAdapter trainedALittle(LanguageModel model) {
        TrainingRecipe recipe = TinyRun.recipe(2, 1e-2);
        LoraAdapter adapter = LoraAdapter.create(model, recipe.lora(), 1);
        model.attach(adapter);
        new TrainingLoop(
                        model,
                        adapter,
                        recipe,
                        TinyRun.source(recipe),
                        Evaluation.NONE,
                        Checkpointing.NONE,
                        TrainingListener.NONE,
                        () -> false)
                .run();
        return adapter;
    }
}
