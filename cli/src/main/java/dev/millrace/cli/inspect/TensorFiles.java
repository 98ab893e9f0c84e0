package dev.millrace.cli.inspect;

import dev.millrace.cli.inspect.Inspection.StoredTensor;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tensors of safetensors files. */
final class TensorFiles {
    private TensorFiles() {}

    static Inspection inspection(Path file) {
        List<StoredTensor> tensors = of(file);
        Map<String, Object> facts = new LinkedHashMap<>();
        addSizes(facts, tensors);
        return new Inspection("safetensors file", facts, tensors);
    }

    static List<StoredTensor> of(Path fileOrFolder) {
        try (Safetensors opened = Safetensors.open(fileOrFolder)) {
            return opened.names().stream()
                    .map(opened::info)
                    .map(TensorFiles::stored)
                    .toList();
        }
    }

    private static StoredTensor stored(TensorInfo info) {
        return new StoredTensor(info.name(), info.type().name(), info.shape(), info.bytes());
    }

    /** Number of tensors, bytes, and bytes by type. */
    static void addSizes(Map<String, Object> facts, List<StoredTensor> tensors) {
        facts.put("tensors", tensors.size());
        facts.put("bytes", tensors.stream().mapToLong(StoredTensor::bytes).sum());
        facts.put(
                "bytesByType",
                tensors.stream()
                        .collect(Collectors.groupingBy(
                                StoredTensor::type, TreeMap::new, Collectors.summingLong(StoredTensor::bytes))));
    }
}
