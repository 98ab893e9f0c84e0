package dev.millrace.lm.gguf;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.Json;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code Modelfile} that {@code ollama create} takes beside a model's GGUF file: chat template, where answers stop, and
 * how tokens are chosen (as generation_config.json has it; no repetition penalty otherwise, which Ollama would add).
 */
public final class Modelfile {
    private static final Logger LOG = LoggerFactory.getLogger(Modelfile.class);
    private static final int LONGEST_CONTEXT = 8192;
    private static final Map<String, String> SAMPLING = Map.of(
            "temperature", "temperature", "top_p", "top_p", "top_k", "top_k", "repetition_penalty", "repeat_penalty");

    private final Path model;
    private final List<String> lines = new ArrayList<>();

    private Modelfile(Path model) {
        this.model = model;
    }

    /**
     * Writes {@code Modelfile} into the folder of a GGUF file.
     *
     * @param model folder that the file was made from
     */
    public static void write(Path model, Path gguf) {
        Modelfile made = new Modelfile(model);
        made.lines.add("# ollama create NAME -f Modelfile");
        made.lines.add("FROM ./" + gguf.getFileName());
        if (ChatTemplate.sourceOf(model).isPresent()) {
            made.addChat(gguf);
        }
        made.addParameters();
        String text = String.join("\n", made.lines) + "\n";
        AtomicFiles.writeFile(gguf.resolveSibling("Modelfile"), text.getBytes(StandardCharsets.UTF_8));
    }

    private void addChat(Path gguf) {
        try (Tokenizer tokenizer = Tokenizer.read(model)) {
            for (int id : ChatEncoder.of(model, tokenizer).stopIds()) {
                lines.add("PARAMETER stop \"" + tokenizer.decode(id) + "\"");
            }
        }
        boolean begins = beginIsAdded(gguf);
        String begin = ChatTemplate.specialTokensOf(model).bos();
        Optional<OllamaTemplate> template = OllamaTemplate.of(ChatTemplate.read(model), begin);
        template.ifPresentOrElse(found -> add(found, !begins), () -> {
            lines.add(
                    "# The chat template treats turns in a way that is not said here; Ollama takes it from the GGUF file.");
            LOG.warn("The chat template of {} cannot be said in a Modelfile: it has no TEMPLATE", model);
        });
    }

    private static boolean beginIsAdded(Path gguf) {
        try (Gguf file = Gguf.open(gguf)) {
            return GgufValue.flag(true).equals(file.metadata().get("tokenizer.ggml.add_bos_token"));
        }
    }

    private void add(OllamaTemplate template, boolean withBegin) {
        lines.add("TEMPLATE \"\"\"" + template.source(withBegin) + "\"\"\"");
        if (!template.defaultSystem().isEmpty()) {
            lines.add("SYSTEM \"\"\"" + template.defaultSystem() + "\"\"\"");
        }
    }

    private void addParameters() {
        lines.add("PARAMETER num_ctx "
                + Math.min(LONGEST_CONTEXT, ModelConfig.read(model).maxPositions()));
        Path settings = model.resolve("generation_config.json");
        Optional<Json> json = Files.isRegularFile(settings) ? Optional.of(Json.read(settings)) : Optional.empty();
        SAMPLING.keySet().stream().sorted().forEach(key -> {
            String value = json.map(file -> file.node().path(key))
                    .filter(node -> node.isNumber())
                    .map(node -> node.asText())
                    .orElse(key.equals("repetition_penalty") ? "1" : "");
            if (!value.isEmpty()) {
                lines.add("PARAMETER " + SAMPLING.get(key) + " " + value);
            }
        });
    }
}
