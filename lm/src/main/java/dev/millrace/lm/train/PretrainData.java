package dev.millrace.lm.train;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** The batches of a stage: token files alone, or chats with a share of the token files mixed in. */
record PretrainData(BatchSource source, Evaluation validation) {
    private static final int MANY_EPOCHS = 1000;

    static PretrainData open(PretrainOptions options, ModelConfig config) {
        Path chats = options.chats();
        return chats == null ? text(options, config) : chats(options, config, chats);
    }

    private static PretrainData text(PretrainOptions options, ModelConfig config) {
        return new PretrainData(
                stream(options, config, "train.bin", MANY_EPOCHS), new Evaluation(validationText(options, config)));
    }

    private static PretrainData chats(PretrainOptions options, ModelConfig config, Path chats) {
        BatchSource source = source(options, encode(options, chats));
        BatchSource mixed = options.mix() == 0
                ? source
                : new InterleavedSource(source, stream(options, config, "train.bin", MANY_EPOCHS), options.mix());
        Path held = options.validationChats();
        List<TokenBatch> validation = held == null
                ? validationText(options, config)
                : new Packer(options.batching().batchTokens()).pack(encode(options, held));
        return new PretrainData(mixed, new Evaluation(validation));
    }

    /** As many epochs as the steps need. */
    private static BatchSource source(PretrainOptions options, List<Document> documents) {
        Batching batching = options.batching();
        long perEpoch = new PackedChats(documents, batching.batchTokens(), 1, options.seed()).size();
        long batches = (long) options.steps() * batching.accumulation();
        int epochs = Math.toIntExact(batches / Math.max(1, perEpoch - 1) + 1);
        return new PackedChats(documents, batching.batchTokens(), epochs, options.seed());
    }

    private static List<Document> encode(PretrainOptions options, Path chats) {
        try (Tokenizer tokenizer = Tokenizer.read(options.folder())) {
            ChatEncoder encoder = ChatEncoder.of(options.folder(), tokenizer);
            return EncodedChats.of(ChatFile.read(chats), encoder, options.sequence())
                    .documents();
        }
    }

    private static List<TokenBatch> validationText(PretrainOptions options, ModelConfig config) {
        if (!Files.exists(options.data().resolve("valid.bin"))) {
            return List.of();
        }
        BatchSource source = stream(options, config, "valid.bin", 1);
        long batches = Math.max(1, options.evalTokens() / options.batching().batchTokens());
        return LongStream.range(0, Math.min(batches, source.size()))
                .mapToObj(source::batch)
                .toList();
    }

    private static TokenStream stream(PretrainOptions options, ModelConfig config, String file, int epochs) {
        return TokenStream.open(
                options.data().resolve(file),
                config.vocabSize(),
                options.separator(),
                options.sequence(),
                options.batching().batchTokens(),
                epochs,
                options.seed());
    }
}
