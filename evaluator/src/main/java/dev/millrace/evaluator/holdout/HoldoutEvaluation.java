package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.ClusteredRatio;
import dev.millrace.evaluator.statistics.PairedDifference;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures an adapter on a snapshot's holdout against the base and, where there is one, the champion: all anew, on the same
 * items, on the precision that is served, the other precision beside it. The service and {@code millrace evaluate} are this.
 *
 * @param champion adapter folder of the champion, null while there is none
 * @param championSnapshot what the champion was trained on, null where it is not at hand
 * @param device what to compute on
 */
public record HoldoutEvaluation(
        Path baseModel,
        SnapshotFolder snapshot,
        Path candidate,
        @Nullable Path champion,
        @Nullable SnapshotFolder championSnapshot,
        ServingPrecision serving,
        Device device) {

    private static final int LONGEST_ITEM = 2048;
    private static final int SAMPLES = 3;

    /** What was measured, with a few answers to look at. */
    public record Result(Measurements measurements, List<AnswerSample> samples) {}

    /**
     * Loads the model twice, once for each precision, never both at a time.
     *
     * @param seed draws the questions
     * @throws NoHoldoutException if no item of the holdout counts
     * @throws IllegalArgumentException if an adapter does not fit the base, naming the tensor
     * @throws dev.millrace.lm.format.FormatException if a file is damaged
     */
    public Result run(long seed) {
        int longest = Math.min(LONGEST_ITEM, ModelConfig.read(baseModel).maxPositions());
        try (Tokenizer tokenizer = Tokenizer.read(baseModel)) {
            ChatEncoder encoder = ChatEncoder.of(baseModel, tokenizer);
            Holdout holdout = Holdout.read(snapshot, trainedOn(), encoder, longest);
            if (holdout.items().isEmpty()) {
                throw new NoHoldoutException(
                        "the holdout of snapshot %s has no item left to measure on (%d were trained on, %d do not fit)"
                                .formatted(snapshot.manifest().snapshotId(), holdout.excluded(), holdout.unusable()));
            }
            return measure(holdout, tokenizer, encoder, longest, seed);
        }
    }

    private List<SnapshotFolder> trainedOn() {
        List<SnapshotFolder> folders = new ArrayList<>(List.of(snapshot));
        Optional.ofNullable(championSnapshot).ifPresent(folders::add);
        return folders;
    }

    private Result measure(Holdout holdout, Tokenizer tokenizer, ChatEncoder encoder, int longest, long seed) {
        LossMeter losses = new LossMeter(holdout.items());
        QuestionMeter questions = new QuestionMeter(holdout.items(), encoder, longest);
        PeftAdapter adapter = PeftAdapter.read(candidate);
        double other = losses.mean(otherPrecision(holdout, losses, adapter));
        try (LanguageModel model = LanguageModel.load(baseModel, options(serving, holdout))) {
            Reading base = Reading.of(model, losses, questions);
            Optional<Reading> best = Optional.ofNullable(champion)
                    .map(folder -> adapted(model, PeftAdapter.read(folder), m -> Reading.of(m, losses, questions)));
            LoraAdapter own = LoraAdapter.of(model, adapter);
            model.attach(own);
            Reading judged = Reading.of(model, losses, questions);
            List<AnswerSample> samples =
                    new AnswerSamples(model, tokenizer, encoder).draw(holdout.items(), own, SAMPLES, seed);
            Reading opponent = best.orElse(base);
            Measurements measurements = new Measurements(
                    holdout,
                    name(serving),
                    losses.mean(base.nats()),
                    best.map(reading -> OptionalDouble.of(losses.mean(reading.nats())))
                            .orElse(OptionalDouble.empty()),
                    losses.mean(judged.nats()),
                    ClusteredRatio.of(losses.differences(judged.nats(), opponent.nats())),
                    ClusteredRatio.of(losses.differences(judged.nats(), base.nats())),
                    name(notServed()),
                    other,
                    judged.gain(opponent),
                    !judged.nats().equals(base.nats()));
            return new Result(measurements, samples);
        }
    }

    /** What one model makes of the holdout. */
    private record Reading(List<Double> nats, List<PairedDifference> gains) {

        static Reading of(LanguageModel model, LossMeter losses, QuestionMeter questions) {
            return new Reading(losses.measure(model), questions.measure(model));
        }

        Optional<QuestionGain> gain(Reading opponent) {
            return gains.isEmpty() ? Optional.empty() : Optional.of(QuestionGain.of(gains, opponent.gains));
        }
    }

    private List<Double> otherPrecision(Holdout holdout, LossMeter losses, PeftAdapter adapter) {
        try (LanguageModel model = LanguageModel.load(baseModel, options(notServed(), holdout))) {
            return adapted(model, adapter, losses::measure);
        }
    }

    private static <T> T adapted(LanguageModel model, PeftAdapter adapter, Function<LanguageModel, T> reading) {
        try (LoraAdapter own = LoraAdapter.of(model, adapter)) {
            model.attach(own);
            T read = reading.apply(model);
            model.detach();
            return read;
        }
    }

    private ServingPrecision notServed() {
        return serving == ServingPrecision.BF16 ? ServingPrecision.NF4 : ServingPrecision.BF16;
    }

    private LoadOptions options(ServingPrecision precision, Holdout holdout) {
        LoadOptions options = LoadOptions.of(Precision.BF16)
                .upTo(LossMeter.batchTokens(holdout.items()))
                .on(device);
        return precision == ServingPrecision.NF4 ? options.quantized() : options;
    }

    private static String name(ServingPrecision precision) {
        return precision.name().toLowerCase(java.util.Locale.ROOT);
    }
}
