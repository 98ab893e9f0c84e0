package dev.millrace.lm.verify;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.model.Scores;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.torch.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The checks of one family's folder, each by itself. */
final class FamilyCheck {
    static final double LOGITS = 1e-4;
    static final double LOSS = 1e-5;
    static final double GRADIENT = 1e-3;
    static final double CURVE = 1e-3;
    static final double BFLOAT16_CURVE = 1e-2;
    static final double BFLOAT16_KL = 1e-3;

    private static final String GRADIENT_PREFIX = "grad.";

    private final Path folder;
    private final String family;
    private final Device device;
    private final Consumer<CheckResult> report;

    private FamilyCheck(Path folder, Device device, Consumer<CheckResult> report) {
        this.folder = folder;
        this.device = device;
        this.family = folder.getFileName().toString();
        this.report = report;
    }

    static void run(Path folder, Device device, Consumer<CheckResult> report) {
        FamilyCheck check = new FamilyCheck(folder, device, report);
        check.attempt("chat text", () -> ChatCheck.texts(folder));
        check.attempt("chat ids", () -> ChatCheck.ids(folder));
        check.attempt("adapter round trip", () -> AdapterRoundTrip.check(folder.resolve("adapter")));
        check.attempt("load in f32", check::inFloat32);
        check.attempt("load in bf16", check::inBfloat16);
        check.attempt("config in the other spelling", () -> FormsCheck.spelling(folder));
        FolderForms forms = new FolderForms(folder);
        check.attempt("sharded folder, logits", () -> FormsCheck.in(forms::writeSharded, check::ofSharded));
        check.attempt("bf16 folder, mean KL", () -> FormsCheck.in(forms::writeBfloat16, check::ofBfloat16));
    }

    private Finding ofSharded(Path form) {
        try (LanguageModel model = LanguageModel.load(form, options(Precision.F32));
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"))) {
            return logits(model, new LabelledRows(expected), expected);
        }
    }

    private Finding ofBfloat16(Path form) {
        try (LanguageModel model = LanguageModel.load(form, options(Precision.BF16));
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"))) {
            return divergence(model, new LabelledRows(expected), expected);
        }
    }

    private LoadOptions options(Precision precision) {
        return LoadOptions.of(precision).upTo(CurveCheck.MOST_TOKENS).on(device);
    }

    private Finding inFloat32() {
        try (LanguageModel model = LanguageModel.load(folder, options(Precision.F32));
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
                Safetensors adapted = Safetensors.open(folder.resolve("expected_adapter.safetensors"))) {
            LabelledRows rows = new LabelledRows(expected);
            attempt("logits", () -> logits(model, rows, expected));
            attempt("loss", () -> loss(model, rows, expected, "base_loss"));
            attempt("greedy ids", () -> GreedyCheck.check(model, folder));
            LoraAdapter adapter = LoraAdapter.of(model, PeftAdapter.read(folder.resolve("adapter")));
            model.attach(adapter);
            attempt("adapter logits", () -> logits(model, rows, adapted));
            attempt("adapter loss", () -> loss(model, rows, adapted, "loss"));
            attempt("gradients, worst tensor", () -> gradients(model, adapter, rows.all(), adapted));
            attempt("curve of 20 steps", () -> CurveCheck.check(model, adapter, folder));
        }
        return Finding.NOTHING;
    }

    private Finding inBfloat16() {
        try (LanguageModel model = LanguageModel.load(folder, options(Precision.BF16));
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"))) {
            LabelledRows rows = new LabelledRows(expected);
            attempt("bf16 logits, mean KL", () -> divergence(model, rows, expected));
            LoraAdapter adapter = LoraAdapter.of(model, PeftAdapter.read(folder.resolve("adapter")));
            model.attach(adapter);
            attempt("bf16 curve, relative to f32", () -> CurveCheck.checkRelative(model, adapter, folder));
        }
        return Finding.NOTHING;
    }

    private Finding divergence(LanguageModel model, LabelledRows rows, Safetensors expected) {
        double divergence = Divergence.mean(
                expected.read("logits").values(),
                allLogits(model, rows),
                model.config().vocabSize());
        return new Finding(divergence, toleratedDivergence(), "nats");
    }

    /** Half as much again as transformers' own, where tools/reference-bf16 has measured it. */
    private double toleratedDivergence() {
        Path measured = folder.resolve("bf16.json");
        return Files.exists(measured)
                ? 1.5 * JsonFiles.read(measured).path("mean_kl").asDouble()
                : BFLOAT16_KL;
    }

    private static Finding logits(LanguageModel model, LabelledRows rows, Safetensors expected) {
        return new Finding(
                Errors.largest(allLogits(model, rows), expected.read("logits").values()), LOGITS, "");
    }

    private static float[] allLogits(LanguageModel model, LabelledRows rows) {
        float[][] each = new float[rows.rows()][];
        int length = 0;
        for (int row = 0; row < rows.rows(); row++) {
            each[row] = model.logits(rows.ids(row));
            length += each[row].length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : each) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static Finding loss(LanguageModel model, LabelledRows rows, Safetensors expected, String name) {
        Scores scores = model.score(rows.all());
        double found = scores.totalNats() / scores.totalTokens();
        return new Finding(Math.abs(found - expected.read(name).values()[0]), LOSS, "");
    }

    private static Finding gradients(LanguageModel model, LoraAdapter adapter, TokenBatch batch, Safetensors expected) {
        adapter.zeroGradients();
        model.forwardBackward(batch, 1.0 / batch.scored());
        Finding worst = new Finding(0, GRADIENT, "");
        var found = adapter.gradients();
        for (String name : expected.names()) {
            if (name.startsWith(GRADIENT_PREFIX)) {
                String parameter = name.substring(GRADIENT_PREFIX.length());
                HostTensor gradient = found.get(parameter);
                double error = gradient == null
                        ? Double.POSITIVE_INFINITY
                        : Errors.relative(gradient.values(), expected.read(name).values());
                worst = error > worst.error() ? new Finding(error, GRADIENT, parameter) : worst;
            }
        }
        return worst;
    }

    private void attempt(String name, Supplier<Finding> check) {
        String title = family + " " + name;
        try {
            Finding finding = check.get();
            if (!finding.equals(Finding.NOTHING)) {
                report.accept(new CheckResult(title, finding.error(), finding.tolerance(), finding.detail()));
            }
        } catch (RuntimeException e) {
            report.accept(CheckResult.failed(title, e));
        }
    }
}
