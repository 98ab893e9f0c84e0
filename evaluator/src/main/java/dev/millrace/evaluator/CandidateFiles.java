package dev.millrace.evaluator;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a candidate's folder is what its event says, and an adapter at all. */
final class CandidateFiles {

    private CandidateFiles() {}

    /** What is wrong, if anything. */
    static Optional<String> problem(Path folder, List<ArtifactFile> files) {
        try {
            for (ArtifactFile file : files) {
                Optional<String> problem = problem(folder, file);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return tensors(PeftAdapter.read(folder));
        } catch (IOException | RuntimeException e) {
            return Optional.of("the adapter cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> problem(Path folder, ArtifactFile expected) throws IOException {
        Path file = folder.resolve(expected.getPath()).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.of("the file " + expected.getPath() + " is missing");
        }
        String found = Sha256.file(file);
        return found.equals(expected.getSha256())
                ? Optional.empty()
                : Optional.of(expected.getPath() + " has SHA-256 " + found + "; expected " + expected.getSha256());
    }

    private static Optional<String> tensors(PeftAdapter adapter) {
        boolean changesSomething = false;
        for (Map.Entry<String, HostTensor> tensor : adapter.tensors().entrySet()) {
            for (float value : tensor.getValue().values()) {
                if (!Float.isFinite(value)) {
                    return Optional.of(tensor.getKey() + " holds " + value + "; expected finite numbers");
                }
                changesSomething |= value != 0 && tensor.getKey().endsWith("lora_B.weight");
            }
        }
        return changesSomething ? Optional.empty() : Optional.of("every lora_B is zero: the adapter changes nothing");
    }
}
