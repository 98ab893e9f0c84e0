package dev.millrace.cli.command;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.generate.Generator;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A model that continues a prompt, of whichever kind. For one thread; the caller closes it. */
final class Speaker implements AutoCloseable {
    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final Path folder;

    private Speaker(Path folder, LanguageModel model, Tokenizer tokenizer) {
        this.folder = folder;
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /** What was read and said. */
    record Said(List<Integer> prompt, List<Integer> ids, String text, double tokensPerSecond) {}

    static Speaker load(Path folder, Optional<PeftAdapter> adapter, LoadOptions options) {
        int positions = ModelConfig.read(folder).maxPositions();
        LanguageModel model = LanguageModel.load(folder, options.upTo(Math.min(positions, options.maxTokens())));
        try {
            adapter.ifPresent(peft -> model.attach(LoraAdapter.of(model, peft)));
            return new Speaker(folder, model, Tokenizer.read(folder));
        } catch (IllegalArgumentException e) {
            model.close();
            throw new UserError(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    int[] encode(String text) {
        return tokenizer.encode(text);
    }

    int[] encode(List<ChatMessage> messages) {
        return ChatEncoder.of(folder, tokenizer).prompt(messages);
    }

    Said say(int[] prompt, SamplingOptions sampling, Consumer<String> onPiece) {
        int room = model.config().maxPositions() - prompt.length;
        if (prompt.length == 0 || room < 1) {
            throw new UserError(
                    ExitCode.USAGE,
                    "the prompt has %d tokens; expected 1 to %d, what the model's context of %d leaves room to answer"
                            .formatted(
                                    prompt.length,
                                    model.config().maxPositions() - 1,
                                    model.config().maxPositions()));
        }
        Pieces pieces = new Pieces(tokenizer, onPiece);
        long start = System.nanoTime();
        int[] ids = new Generator(model).generate(prompt, sampling.within(room, ends()), pieces::add);
        double seconds = (System.nanoTime() - start) / 1e9;
        pieces.finish();
        return new Said(boxed(prompt), boxed(ids), tokenizer.decode(ids), ids.length / seconds);
    }

    private static List<Integer> boxed(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    private Set<Integer> ends() {
        boolean chats = ChatTemplate.sourceOf(folder).isPresent();
        return chats
                ? ChatEncoder.of(folder, tokenizer).stopIds()
                : Set.copyOf(model.config().eosTokenIds());
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
