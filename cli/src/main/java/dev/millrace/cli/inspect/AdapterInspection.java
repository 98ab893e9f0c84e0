package dev.millrace.cli.inspect;

import dev.millrace.cli.inspect.Inspection.StoredTensor;
import dev.millrace.lm.format.PeftAdapter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A PEFT adapter folder. */
final class AdapterInspection {
    private AdapterInspection() {}

    static Inspection of(Path folder) {
        PeftAdapter adapter = PeftAdapter.read(folder);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("baseModel", Objects.requireNonNullElse(adapter.baseModel(), "unknown"));
        facts.put(
                "parameters",
                adapter.tensors().values().stream()
                        .mapToLong(tensor -> tensor.values().length)
                        .sum());
        facts.put("rank", adapter.config().rank());
        facts.put("alpha", adapter.config().alpha());
        facts.put("scale", adapter.config().scale());
        facts.put("rankStabilized", adapter.config().rsLora());
        facts.put("targets", adapter.config().targets());
        List<StoredTensor> tensors = TensorFiles.of(folder.resolve(PeftAdapter.WEIGHTS_FILE));
        TensorFiles.addSizes(facts, tensors);
        return new Inspection("LoRA adapter", facts, tensors);
    }
}
