package dev.millrace.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.train.TrainingListener;
import dev.millrace.runtime.config.RecipeConfig;
import dev.millrace.trainer.TestRecipes;
import dev.millrace.trainer.TestSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTrainingIT {
    @TempDir
    Path directory;

    private TestSnapshot snapshot;

    @BeforeEach
    void cutSnapshot() throws IOException {
        snapshot = TestSnapshot.write(directory.resolve("snapshot"), "numbers", 60, 8);
    }

    @Test
    void shouldWriteAFolderThatPeftReadsWhenTrained() throws IOException {
        // Given
        RecipeConfig recipe = TestRecipes.small(20);
        Path adapter = Files.createDirectory(directory.resolve("adapter"));

        // When
        TrainedAdapter trained = train(recipe, TrainingListener.NONE);
        trained.write(adapter);

        // Then
        assertThat(adapter.toFile().list())
                .containsExactlyInAnyOrder(
                        "adapter_config.json", "adapter_model.safetensors", "training.json", "README.md");
        assertThat(PeftAdapter.read(adapter).config().rank()).isEqualTo(4);
        JsonNode record =
                new ObjectMapper().readTree(adapter.resolve("training.json").toFile());
        assertThat(record.path("snapshotSha256").asText()).isEqualTo(snapshot.sha256());
        assertThat(record.path("recipeHash").asText()).isEqualTo(recipe.hash());
        assertThat(record.path("recipe").toString()).isEqualTo(recipe.toJson());
        assertThat(record.path("seed").asLong()).isEqualTo(recipe.seed());
        assertThat(record.path("figures").path("steps").asInt()).isEqualTo(20);
        assertThat(adapter.resolve("README.md"))
                .content()
                .contains(snapshot.id())
                .contains("lora, rank 4, f32");
    }

    @Test
    void shouldLowerTheValidationLossWhenTrained() {
        // When
        Figures figures = train(TestRecipes.small(40), TrainingListener.NONE).figures();

        // Then
        assertThat(figures.validationLoss()).isLessThan(0.8 * figures.baseValidationLoss());
        assertThat(figures.tokens()).isPositive();
        assertThat(figures.tokensPerSecond()).isPositive();
        assertThat(figures.peakMemoryMb()).isPositive();
    }

    @Test
    void shouldTrainWithoutEverOpeningTheHoldout() throws IOException {
        // Given
        Files.delete(snapshot.folder().resolve("holdout.jsonl.gz"));

        // When
        TrainedAdapter trained = train(TestRecipes.small(3), TrainingListener.NONE);

        // Then
        assertThat(trained.figures().steps()).isEqualTo(3);
    }

    @Test
    void shouldNotNoticeWhenTheHoldoutIsDamaged() throws IOException {
        // Given
        Path holdout = snapshot.folder().resolve("holdout.jsonl.gz");
        Files.writeString(holdout, "neither gzip nor what the manifest says");

        // When
        TrainedAdapter trained = train(TestRecipes.small(3), TrainingListener.NONE);

        // Then
        assertThat(trained.figures().steps()).isEqualTo(3);
        assertThat(holdout).hasContent("neither gzip nor what the manifest says");
    }

    @Test
    void shouldGoOnFromAnAdapterWhenOneIsGiven() throws IOException {
        // Given
        TrainedAdapter first = train(TestRecipes.small(40), TrainingListener.NONE);
        Path folder = Files.createDirectory(directory.resolve("first"));
        first.write(folder);

        // When
        Figures second = LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(3))
                .from(folder)
                .run(TrainingListener.NONE, () -> false)
                .orElseThrow()
                .figures();

        // Then
        assertThat(second.baseValidationLoss())
                .isCloseTo(
                        first.figures().validationLoss(),
                        offset(0.02 * first.figures().validationLoss()));
    }

    @Test
    void shouldRefuseToGoOnFromAnAdapterOfAnotherRank() throws IOException {
        // Given
        Path folder = Files.createDirectory(directory.resolve("first"));
        train(TestRecipes.small(2), TrainingListener.NONE).write(folder);
        RecipeConfig wider = RecipeConfig.fromJson(TestRecipes.small(2).toJson().replace("\"rank\":4", "\"rank\":8"));

        // Then
        assertFails(LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, wider)
                        .from(folder))
                .isEqualTo(FailureCode.START_ADAPTER_MISMATCH);
    }

    @Test
    void shouldSayWhatTheLeastIsWhenMemoryIsTooSmall() {
        // When
        var running = assertThatThrownBy(
                () -> LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(2))
                        .within(ActivationMemory.of(1000))
                        .run(TrainingListener.NONE, () -> false));

        // Then
        running.isInstanceOfSatisfying(TrainingFailedException.class, e -> assertThat(e.code())
                        .isEqualTo(FailureCode.MEMORY_TOO_SMALL))
                .hasMessageContaining("at least");
    }

    @Test
    void shouldRefuseToTrainWhenASplitIsNotWhatItsHashSays() throws IOException {
        // Given
        TestSnapshot other = TestSnapshot.write(directory.resolve("other"), "numbers", 50, 8);
        Path train = Path.of("train.jsonl.gz");
        Files.copy(
                other.folder().resolve(train), snapshot.folder().resolve(train), StandardCopyOption.REPLACE_EXISTING);

        // Then
        assertFails(LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(3)))
                .isEqualTo(FailureCode.SNAPSHOT_HASH_MISMATCH);
    }

    @Test
    void shouldRefuseToTrainWhenTheManifestIsNotTheEvents() {
        assertFails(job("0".repeat(64), null)).isEqualTo(FailureCode.SNAPSHOT_HASH_MISMATCH);
    }

    @Test
    void shouldRefuseToTrainWhenTheSnapshotIsGone() {
        assertFails(LocalTraining.of(directory.resolve("nowhere"), TestSnapshot.BASE_MODEL, TestRecipes.small(3)))
                .isEqualTo(FailureCode.SNAPSHOT_MISSING);
    }

    @Test
    void shouldRefuseToTrainWhenTheBaseModelIsNotTheJobs() {
        assertFails(job(snapshot.sha256(), "0".repeat(64))).isEqualTo(FailureCode.BASE_MODEL_MISMATCH);
    }

    @Test
    void shouldNameTheFileWhenTheBaseModelIsDamaged() throws IOException {
        // Given
        Path base = copyOfBaseModel();
        Path weights = base.resolve("model.safetensors");
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 1000));

        // Then
        LocalTraining training = LocalTraining.of(snapshot.folder(), base.toString(), TestRecipes.small(3));
        assertThatThrownBy(() -> training.run(TrainingListener.NONE, () -> false))
                .isInstanceOfSatisfying(TrainingFailedException.class, e -> assertThat(e.code())
                        .isEqualTo(FailureCode.BASE_MODEL_INVALID))
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void shouldFailWhenNothingIsThereToTrainOn() throws IOException {
        // Given
        TestSnapshot empty = TestSnapshot.write(directory.resolve("empty"), "numbers", 0, 8);

        // Then
        assertFails(LocalTraining.of(empty.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(3)))
                .isEqualTo(FailureCode.NO_TRAINING_DATA);
    }

    @Test
    void shouldKeepTheLastGoodCheckpointWhenTheLossRunsAway() throws IOException {
        // Given
        RecipeConfig recipe = TestRecipes.small(30);
        Path jobFolder = directory.resolve("job");
        Curve curve = new Curve();
        job(TestSnapshot.BASE_MODEL, recipe, jobFolder, 1).run(curve, () -> curve.losses.size() >= 6);
        Path broken = copyOfBaseModel();
        endWithAHugeNumber(broken.resolve("model.safetensors"));

        // When
        LocalTraining training = job(broken.toString(), recipe, jobFolder, 2);

        // Then
        assertFails(training).isEqualTo(FailureCode.DIVERGED);
        assertThat(jobFolder.resolve("attempt-1/step-00000006/state.json")).exists();
    }

    @Test
    void shouldGoOnFromAnEarlierAttemptAsIfItHadNeverStopped() {
        // Given
        RecipeConfig recipe = TestRecipes.small(30);
        Curve undisturbed = new Curve();
        train(recipe, undisturbed);
        Curve curve = new Curve();
        Path jobFolder = directory.resolve("job");
        Optional<TrainedAdapter> first =
                job(TestSnapshot.BASE_MODEL, recipe, jobFolder, 1).run(curve, () -> curve.losses.size() >= 17);

        // When
        Optional<TrainedAdapter> second =
                job(TestSnapshot.BASE_MODEL, recipe, jobFolder, 2).run(curve, () -> false);

        // Then
        assertThat(first).isEmpty();
        assertThat(second).isPresent();
        assertThat(curve.started).isEqualTo(17);
        assertThat(curve.losses).hasSize(30);
        curve.losses.forEach((step, loss) ->
                assertThat(loss).as("step %d", step).isCloseTo(undisturbed.losses.get(step), offset(1e-5)));
    }

    private static final class Curve implements TrainingListener {
        private final Map<Integer, Double> losses = new TreeMap<>();
        private int started;

        @Override
        public void onStart(Plan plan) {
            started = plan.firstStep();
        }

        @Override
        public void onStep(Step step) {
            losses.put(step.step(), step.loss());
        }
    }

    private TrainedAdapter train(RecipeConfig recipe, TrainingListener listener) {
        return LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, recipe)
                .run(listener, () -> false)
                .orElseThrow();
    }

    private LocalTraining job(String snapshotSha256, String baseModelSha256) {
        JobContext context = new JobContext("numbers", "job", 1, snapshotSha256, baseModelSha256, null, null, null);
        return LocalTraining.of(
                snapshot.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(3), new BaseModels(), context);
    }

    private LocalTraining job(String baseModel, RecipeConfig recipe, Path jobFolder, int attempt) {
        JobContext context = new JobContext(
                "numbers", "job", attempt, snapshot.sha256(), null, null, null, new Checkpoints(jobFolder, attempt, 5));
        return LocalTraining.of(snapshot.folder(), baseModel, recipe, new BaseModels(), context);
    }

    private Path copyOfBaseModel() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("base"));
        try (Stream<Path> files = Files.list(Path.of(TestSnapshot.BASE_MODEL))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void endWithAHugeNumber(Path weights) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - Float.BYTES, Float.MAX_VALUE);
        Files.write(weights, bytes);
    }

    private static ObjectAssert<FailureCode> assertFails(LocalTraining training) {
        TrainingFailedException failure = catchThrowableOfType(
                TrainingFailedException.class, () -> training.run(TrainingListener.NONE, () -> false));
        assertThat(failure).isNotNull();
        return assertThatObject(failure.code());
    }
}
