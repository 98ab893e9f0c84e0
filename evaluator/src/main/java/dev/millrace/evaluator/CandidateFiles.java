package dev.millrace.evaluator;

import dev.millrace.evaluator.gate.Check;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.ArtifactFile;
import dev.millrace.schemas.event.EvaluationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a candidate's folder is what its event says, and holds an adapter that can be measured. */
final class CandidateFiles {

    private CandidateFiles() {}

    /** The checks in order, up to the first that fails. */
    static List<EvaluationCheck> check(Path folder, List<ArtifactFile> files) throws IOException {
        List<EvaluationCheck> checks = new ArrayList<>();
        Optional<String> damage = damage(folder, files);
        checks.add(check("files-match-event", damage, files.size() + " files have the SHA-256 that the event names"));
        if (damage.isEmpty()) {
            checks.addAll(weights(folder));
        }
        return checks;
    }

    private static EvaluationCheck check(String name, Optional<String> problem, String fine) {
        return Check.of(name, problem.isEmpty(), problem.orElse(fine));
    }

    private static Optional<String> damage(Path folder, List<ArtifactFile> files) throws IOException {
        for (ArtifactFile file : files) {
            Optional<String> damage = damage(folder, file);
            if (damage.isPresent()) {
                return damage;
            }
        }
        return files.isEmpty() ? Optional.of("the event names no files") : Optional.empty();
    }

    private static Optional<String> damage(Path folder, ArtifactFile expected) throws IOException {
        Path file = folder.resolve(expected.getPath()).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.of("the file " + expected.getPath() + " is missing");
        }
        String found = Sha256.file(file);
        return found.equals(expected.getSha256())
                ? Optional.empty()
                : Optional.of(expected.getPath() + " has SHA-256 " + found + "; expected " + expected.getSha256());
    }

    private static List<EvaluationCheck> weights(Path folder) {
        try {
            Map<String, HostTensor> tensors = PeftAdapter.read(folder).tensors();
            return List.of(
                    check("weights-are-finite", notFinite(tensors), "every weight is a finite number"),
                    check("weights-are-not-a-no-op", noOp(tensors), "some lora_B is not zero"));
        } catch (FormatException | IllegalArgumentException e) {
            return List.of(Check.of("adapter-is-readable", false, String.valueOf(e.getMessage())));
        }
    }

    private static Optional<String> notFinite(Map<String, HostTensor> tensors) {
        for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
            for (float value : tensor.getValue().values()) {
                if (!Float.isFinite(value)) {
                    return Optional.of(tensor.getKey() + " holds " + value + "; expected finite numbers");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> noOp(Map<String, HostTensor> tensors) {
        for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
            for (float value : tensor.getValue().values()) {
                if (value != 0 && tensor.getKey().endsWith("lora_B.weight")) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of("every lora_B is zero: the adapter changes nothing");
    }
}
