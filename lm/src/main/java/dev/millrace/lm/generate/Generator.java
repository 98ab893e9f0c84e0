package dev.millrace.lm.generate;

import dev.millrace.lm.model.Decoder;
import dev.millrace.lm.model.LanguageModel;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Goes on from a prompt, token by token. Uses the model's thread; closes nothing. */
public final class Generator {

    private final LanguageModel model;

    public Generator(LanguageModel model) {
        this.model = model;
    }

    /**
     * The tokens that follow a prompt.
     *
     * @param onToken hears of each token as it is chosen
     */
    public int[] generate(int[] prompt, GenerationOptions options, IntConsumer onToken) {
        Sampler sampler = new Sampler(options);
        int[] generated = new int[options.maxNewTokens()];
        int count = 0;
        try (Decoder decoder = model.decoder(prompt.length + options.maxNewTokens())) {
            float[] logits = decoder.read(prompt);
            while (count < generated.length) {
                int token = sampler.choose(logits);
                if (options.stopIds().contains(token)) {
                    break;
                }
                generated[count++] = token;
                onToken.accept(token);
                if (count < generated.length) {
                    logits = decoder.read(token);
                }
            }
        }
        return Arrays.copyOf(generated, count);
    }
}
