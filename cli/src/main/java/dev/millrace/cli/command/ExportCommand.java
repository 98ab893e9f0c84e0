package dev.millrace.cli.command;

import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.gguf.GgmlType;
import dev.millrace.lm.gguf.GgufAdapter;
import dev.millrace.lm.gguf.GgufModel;
import dev.millrace.lm.gguf.Modelfile;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace export}: a GGUF file of a model or an adapter. */
@Command(
        name = "export",
        description = {
            "Writes a GGUF file for llama.cpp and Ollama: the base model, or with --adapter the two merged, with a Modelfile"
                    + " beside it; with --adapter-only the adapter alone, which llama.cpp loads beside the base.",
        })
public final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final OutOption out = new OutOption();

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Mixin
    private final AdapterOption adapter = new AdapterOption();

    @Option(
            names = "--type",
            paramLabel = "f32|f16|bf16|q8_0|q4_0",
            description = "How matrices are stored; default: ${DEFAULT-VALUE}.",
            defaultValue = "F16")
    private MatrixType type = MatrixType.F16;

    @Option(names = "--adapter-only", description = "Write the adapter without its base, in f32.")
    private boolean adapterOnly;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** What matrices can be written as. */
    enum MatrixType {
        F32,
        F16,
        BF16,
        Q8_0,
        Q4_0;

        GgmlType stored() {
            return GgmlType.valueOf(name());
        }
    }

    public ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check();
        Path file = out.absent();
        Path model = baseModel.model();
        Optional<PeftAdapter> update = adapter.adapter();
        try (Checkpoint base = Checkpoint.open(model)) {
            MergedWeights weights = new MergedWeights(base, update);
            if (adapterOnly) {
                GgufAdapter.write(update.orElseThrow(), weights, name(model), file);
            } else {
                GgufModel.write(weights, type.stored(), name(model), file);
                Modelfile.write(model, file);
            }
        }
        tell(file);
        return ExitCode.OK.code();
    }

    private void check() {
        if (adapterOnly && adapter.folder().isEmpty()) {
            throw new UserError(ExitCode.USAGE, "--adapter-only needs an adapter; name one with --adapter");
        }
    }

    private String name(Path model) {
        return model.getFileName()
                + adapter.folder().map(folder -> " + " + folder.getFileName()).orElse("");
    }

    private void tell(Path file) throws IOException {
        long bytes = Files.size(file);
        if (json.chosen()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file.toString());
            result.put("type", adapterOnly ? MatrixType.F32 : type);
            result.put("bytes", bytes);
            JsonOption.print(terminal, result);
        } else {
            terminal.println(file + " (" + Figures.bytes(bytes) + ")");
        }
    }
}
