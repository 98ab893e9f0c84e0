package dev.millrace.cli.inspect;

import dev.millrace.cli.inspect.Inspection.StoredTensor;
import dev.millrace.lm.gguf.Gguf;
import dev.millrace.lm.gguf.GgufTensorInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A GGUF file. */
final class GgufInspection {
    private static final int LONGEST = 60;

    private GgufInspection() {}

    static Inspection of(Path file) {
        try (Gguf gguf = Gguf.open(file)) {
            List<GgufTensorInfo> infos = gguf.names().stream().map(gguf::info).toList();
            List<StoredTensor> tensors = infos.stream()
                    .map(info -> new StoredTensor(info.name(), info.type().name(), info.shape(), info.bytes()))
                    .toList();
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("version", gguf.version());
            facts.put(
                    "parameters",
                    infos.stream().mapToLong(GgufTensorInfo::elements).sum());
            TensorFiles.addSizes(facts, tensors);
            gguf.metadata().forEach((key, value) -> facts.put(key, shortened(value.toString())));
            return new Inspection("GGUF " + gguf.text("general.type").orElse("file"), facts, tensors);
        }
    }

    private static String shortened(String value) {
        String line = value.replace("\n", "\\n");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
