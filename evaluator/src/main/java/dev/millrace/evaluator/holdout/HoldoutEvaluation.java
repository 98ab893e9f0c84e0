package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.ClusteredRatio;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Measures an adapter on a snapshot's holdout against the base and, where there is one, the champion: all anew, on the same
 * items, on the precision that is served, the other precision beside it. The service and {@code millrace evaluate} are this.
 *
 * @param champion adapter folder of the champion, null while there is none
 * @param championSnapshot what the champion was trained on, null where it is not at hand
 */
public record HoldoutEvaluation(
        Path baseModel,
        SnapshotFolder snapshot,
        Path candidate,
        @Nullable Path champion,
        @Nullable SnapshotFolder championSnapshot,
        ServingPrecision serving) {

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
            return measure(holdout, tokenizer, encoder, seed);
        }
    }

    private List<SnapshotFolder> trainedOn() {
        List<SnapshotFolder> folders = new ArrayList<>(List.of(snapshot));
        Optional.ofNullable(championSnapshot).ifPresent(folders::add);
        return folders;
    }

    private Result measure(Holdout holdout, Tokenizer tokenizer, ChatEncoder encoder, long seed) {
        LossMeter meter = new LossMeter(holdout.items());
        PeftAdapter adapter = PeftAdapter.read(candidate);
        double other = meter.mean(otherPrecision(holdout, meter, adapter));
        try (LanguageModel model = LanguageModel.load(baseModel, options(serving, holdout))) {
            List<Double> base = meter.measure(model);
            Optional<List<Double>> best =
                    Optional.ofNullable(champion).map(folder -> adapted(model, meter, PeftAdapter.read(folder)));
            LoraAdapter own = LoraAdapter.of(model, adapter);
            model.attach(own);
            List<Double> candidates = meter.measure(model);
            List<AnswerSample> samples =
                    new AnswerSamples(model, tokenizer, encoder).draw(holdout.items(), own, SAMPLES, seed);
            Measurements measurements = new Measurements(
                    holdout,
                    name(serving),
                    meter.mean(base),
                    best.map(nats -> OptionalDouble.of(meter.mean(nats))).orElse(OptionalDouble.empty()),
                    meter.mean(candidates),
                    ClusteredRatio.of(meter.differences(candidates, best.orElse(base))),
                    ClusteredRatio.of(meter.differences(candidates, base)),
                    name(notServed()),
                    other,
                    !candidates.equals(base));
            return new Result(measurements, samples);
        }
    }

    private List<Double> otherPrecision(Holdout holdout, LossMeter meter, PeftAdapter adapter) {
        try (LanguageModel model = LanguageModel.load(baseModel, options(notServed(), holdout))) {
            return adapted(model, meter, adapter);
        }
    }

    private static List<Double> adapted(LanguageModel model, LossMeter meter, PeftAdapter adapter) {
        try (LoraAdapter own = LoraAdapter.of(model, adapter)) {
            model.attach(own);
            List<Double> nats = meter.measure(model);
            model.detach();
            return nats;
        }
    }

    private ServingPrecision notServed() {
        return serving == ServingPrecision.BF16 ? ServingPrecision.NF4 : ServingPrecision.BF16;
    }

    private static LoadOptions options(ServingPrecision precision, Holdout holdout) {
        LoadOptions options = LoadOptions.of(Precision.BF16).upTo(LossMeter.batchTokens(holdout.items()));
        return precision == ServingPrecision.NF4 ? options.quantized() : options;
    }

    private static String name(ServingPrecision precision) {
        return precision.name().toLowerCase(java.util.Locale.ROOT);
    }
}
