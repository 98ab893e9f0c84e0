package dev.millrace.lm.train;

import dev.millrace.lm.model.AdamW;
import dev.millrace.lm.model.Precision;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@link Pretrain} was asked for, with the defaults of a small model. */
record PretrainOptions(
        Path folder,
        Path data,
        Path checkpoints,
        Path out,
        String stage,
        boolean fromScratch,
        int steps,
        int sequence,
        Batching batching,
        Optimization optimization,
        Precision precision,
        long seed,
        int separator,
        @Nullable Path chats,
        @Nullable Path validationChats,
        double mix,
        int logEvery,
        int evalEvery,
        int evalTokens,
        int checkpointEvery) {

    static PretrainOptions of(CommandLine line) {
        Path folder = Path.of(line.required("dir"));
        Path data = Path.of(line.text("data", folder.toString()));
        String chats = line.optional("chat");
        String validationChats = line.optional("chat-valid");
        int sequence = line.whole("sequence", 512);
        int batchTokens = line.whole("batch-tokens", 8192);
        return new PretrainOptions(
                folder,
                data,
                Path.of(line.text("checkpoints", data.resolve("checkpoints").toString())),
                Path.of(line.text("out", folder.toString())),
                line.text("stage", chats == null ? "text" : "chat"),
                line.text("init", "random").equals("random"),
                line.whole("steps", 1000),
                sequence,
                new Batching(batchTokens, line.whole("accumulation", 1), Math.min(sequence, batchTokens)),
                optimization(line),
                Precision.valueOf(line.text("precision", "bf16").toUpperCase(Locale.ROOT)),
                line.whole("seed", 42),
                line.whole("separator", 0),
                chats == null ? null : Path.of(chats),
                validationChats == null ? null : Path.of(validationChats),
                line.real("mix", 0.25),
                line.whole("log-every", 10),
                line.whole("eval-every", 200),
                line.whole("eval-tokens", 131_072),
                line.whole("checkpoint-every", 200));
    }

    private static Optimization optimization(CommandLine line) {
        return new Optimization(
                line.real("learning-rate", 1e-3),
                line.real("floor", 0.1),
                Schedule.valueOf(line.text("schedule", "cosine").toUpperCase(Locale.ROOT)),
                line.real("warmup", 0.02),
                new AdamW(0.9, 0.95, 1e-8, line.real("weight-decay", 0.1)),
                line.real("clip", 1));
    }
}
