package dev.millrace.lm.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.model.AdamW;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.text.TokenBatch;
import java.nio.file.Path;
import java.util.function.DoubleBinaryOperator;

/** Twenty AdamW steps: the loss before each, and the adapter after all. */
final class CurveCheck {
    /** Of one batch of the curve and of the other checks. */
    static final int MOST_TOKENS = 256;

    private static final double LEARNING_RATE = 5e-3;
    private static final AdamW ADAMW = new AdamW(0.9, 0.999, 1e-8, 0.01);
    private static final int ROWS_PER_BATCH = 2;

    private CurveCheck() {}

    /** Expects the reference's adapter freshly attached. */
    static Finding check(LanguageModel model, LoraAdapter adapter, Path folder) {
        return check(model, adapter, folder, FamilyCheck.CURVE, (found, expected) -> Math.abs(found - expected));
    }

    /** The same in shares of the expected losses. */
    static Finding checkRelative(LanguageModel model, LoraAdapter adapter, Path folder) {
        return check(
                model,
                adapter,
                folder,
                FamilyCheck.BFLOAT16_CURVE,
                (found, expected) -> Math.abs(found - expected) / expected);
    }

    private static Finding check(
            LanguageModel model, LoraAdapter adapter, Path folder, double tolerance, DoubleBinaryOperator error) {
        JsonNode curve = JsonFiles.read(folder.resolve("curve.json"));
        Finding worst = new Finding(0, tolerance, "");
        try (Safetensors file = Safetensors.open(folder.resolve("curve_batches.safetensors"))) {
            LabelledRows rows = new LabelledRows(file);
            for (int step = 0; step < curve.path("loss_before_step").size(); step++) {
                int row = curve.path("batch_of_step").get(step).asInt() * ROWS_PER_BATCH;
                double loss = step(model, adapter, rows.batch(row, row + ROWS_PER_BATCH));
                double off = error.applyAsDouble(
                        loss, curve.path("loss_before_step").get(step).asDouble());
                worst = Errors.worse(0, off) > worst.error()
                        ? new Finding(Errors.worse(0, off), tolerance, "step " + (step + 1))
                        : worst;
            }
        }
        return worst;
    }

    private static double step(LanguageModel model, LoraAdapter adapter, TokenBatch batch) {
        adapter.zeroGradients();
        double nats = model.forwardBackward(batch, 1.0 / batch.scored());
        adapter.step(LEARNING_RATE, ADAMW);
        return nats / batch.scored();
    }
}
