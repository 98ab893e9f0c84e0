package dev.millrace.cli.command;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.generate.GenerationOptions;
import dev.millrace.lm.generate.Generator;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A model with an adapter that answers. For one thread; the caller closes it. */
final class Conversationalist implements AutoCloseable {
    private static final int LONGEST = 2048;

    private final Tokenizer tokenizer;
    private final ChatEncoder encoder;
    private final LanguageModel model;
    private final int positions;

    private Conversationalist(Tokenizer tokenizer, ChatEncoder encoder, LanguageModel model, int positions) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.model = model;
        this.positions = positions;
    }

    static Conversationalist load(Path folder, Optional<Path> adapter, ServingPrecision precision, Device device) {
        int positions = Math.min(LONGEST, ModelConfig.read(folder).maxPositions());
        LoadOptions options = LoadOptions.of(Precision.BF16).upTo(positions).on(device);
        LanguageModel model =
                LanguageModel.load(folder, precision == ServingPrecision.NF4 ? options.quantized() : options);
        adapter.ifPresent(peft -> model.attach(LoraAdapter.of(model, PeftAdapter.read(peft))));
        Tokenizer tokenizer = Tokenizer.read(folder);
        return new Conversationalist(tokenizer, ChatEncoder.of(folder, tokenizer), model, positions);
    }

    /** Gives the answer, and its pieces to the listener as they come. */
    String answer(Optional<String> system, String question, GenerationOptions options, Consumer<String> onPiece) {
        List<ChatMessage> messages = new ArrayList<>();
        system.ifPresent(words -> messages.add(ChatMessage.system(words)));
        messages.add(ChatMessage.user(question));
        int[] prompt = encoder.prompt(messages);
        int room = Math.max(1, Math.min(options.maxNewTokens(), positions - prompt.length));
        GenerationOptions bounded = new GenerationOptions(
                room, options.temperature(), options.topP(), options.topK(), options.seed(), encoder.stopIds());
        Pieces pieces = new Pieces(tokenizer, onPiece);
        int[] answer = new Generator(model).generate(prompt, bounded, pieces::add);
        pieces.finish();
        return tokenizer.decode(answer);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
