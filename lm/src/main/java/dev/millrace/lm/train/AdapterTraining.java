package dev.millrace.lm.train;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.Keep;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.lm.torch.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a LoRA adapter for a model folder on chat files: what a trainer does with a snapshot, and the command line without
 * one.
 *
 * @param baseModel Hugging Face model folder
 * @param train chat file, see {@link ChatFile}
 * @param validation chat file for early stopping; may be empty of examples. Of a large one the first
 *     {@value #MOST_VALIDATION_TOKENS} tokens are used: its order, by hash of the example, is as good as random
 * @param memory for the activations of a pass; changes how fast the training is, not what comes of it
 * @param startFrom adapter to go on from, null for a fresh one
 * @param device what to compute on; not part of the recipe, as a run may go on elsewhere
 */
public record AdapterTraining(
        Path baseModel,
        Path train,
        Path validation,
        TrainingRecipe recipe,
        ActivationMemory memory,
        @Nullable PeftAdapter startFrom,
        Checkpointing checkpointing,
        Device device) {

    private static final int MOST_VALIDATION_TOKENS = 1 << 16;

    /**
     * An adapter and how it came about.
     *
     * @param adapter best parameters; of no use when the outcome is CANCELLED
     */
    public record Trained(
            PeftAdapter adapter, TrainingResult result, EncodedChats trainData, EncodedChats validationData) {}

    public AdapterTraining {
        if (recipe.method() == TrainingMethod.FULL) {
            throw new IllegalArgumentException("recipe: method is FULL, expected LORA or QLORA for an adapter");
        }
    }

    /** On the processor, with everything kept for the backward pass. */
    public AdapterTraining(
            Path baseModel,
            Path train,
            Path validation,
            TrainingRecipe recipe,
            @Nullable PeftAdapter startFrom,
            Checkpointing checkpointing) {
        this(
                baseModel,
                train,
                validation,
                recipe,
                ActivationMemory.keeping(Keep.ALL),
                startFrom,
                checkpointing,
                Device.CPU);
    }

    /**
     * Runs to the end, or until {@code cancelled}.
     *
     * @throws TrainingDivergedException when loss or gradients run away
     * @throws StartAdapterException when the adapter to go on from has another shape than the recipe's
     */
    public Trained run(TrainingListener listener, BooleanSupplier cancelled) {
        if (startFrom != null) {
            StartAdapter.check(startFrom.config(), recipe.lora());
        }
        EncodedChats trainData;
        EncodedChats validationData;
        try (Tokenizer tokenizer = Tokenizer.read(baseModel)) {
            ChatEncoder encoder = ChatEncoder.of(baseModel, tokenizer);
            trainData = encode(train, encoder);
            validationData = encode(validation, encoder);
        }
        if (trainData.documents().isEmpty()) {
            throw new NoTrainingDataException(train + " holds no example that fits into "
                    + recipe.batching().maxExampleTokens() + " tokens, expected at least one");
        }
        try (LanguageModel model = LanguageModel.load(baseModel, loadOptions())) {
            LoraAdapter adapter = adapter(model);
            model.attach(adapter);
            TrainingResult result = loop(model, adapter, trainData, validationData, listener, cancelled)
                    .run();
            return new Trained(adapter.toPeft(), result, trainData, validationData);
        }
    }

    private TrainingLoop loop(
            LanguageModel model,
            LoraAdapter adapter,
            EncodedChats trainData,
            EncodedChats validationData,
            TrainingListener listener,
            BooleanSupplier cancelled) {
        int batchTokens = recipe.batching().batchTokens();
        return new TrainingLoop(
                model,
                adapter,
                recipe,
                new PackedChats(
                        trainData.documents(), batchTokens, recipe.stopping().epochs(), recipe.seed()),
                new Evaluation(new Packer(batchTokens).pack(beginning(validationData.documents()))),
                startFrom == null ? checkpointing : checkpointing.startingFrom(StartAdapter.fingerprint(startFrom)),
                listener,
                cancelled);
    }

    private static List<Document> beginning(List<Document> documents) {
        int tokens = 0;
        int count = 0;
        while (count < documents.size() && tokens + documents.get(count).size() <= MOST_VALIDATION_TOKENS) {
            tokens += documents.get(count++).size();
        }
        return documents.subList(0, count);
    }

    private EncodedChats encode(Path file, ChatEncoder encoder) {
        return EncodedChats.of(ChatFile.read(file), encoder, recipe.batching().maxExampleTokens());
    }

    private LoadOptions loadOptions() {
        LoadOptions options = LoadOptions.of(recipe.precision())
                .upTo(recipe.batching().batchTokens())
                .within(memory)
                .on(device);
        return recipe.method() == TrainingMethod.QLORA ? options.quantized() : options;
    }

    /** One to go on from keeps its values, and is trained as the recipe says. */
    private LoraAdapter adapter(LanguageModel model) {
        return startFrom == null
                ? LoraAdapter.create(model, recipe.lora(), recipe.seed())
                : LoraAdapter.of(model, new PeftAdapter(recipe.lora(), startFrom.tensors()), recipe.seed());
    }
}
