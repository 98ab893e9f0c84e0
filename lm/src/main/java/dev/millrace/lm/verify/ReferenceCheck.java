package dev.millrace.lm.verify;

import dev.millrace.lm.torch.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds the engine against a folder of cases made by the reference implementation: one model folder a family, with expected
 * logits, losses, gradients, a training curve, a continuation and chat renderings beside the weights.
 */
public final class ReferenceCheck {
    private static final String MARK = "expected.safetensors";

    private ReferenceCheck() {}

    /**
     * Runs every check of every family; one that fails does not stop the others.
     *
     * @param root a folder of families, or one family's folder
     * @param device what to compute on
     * @param each told of each result as it comes
     */
    public static List<CheckResult> run(Path root, Device device, Consumer<CheckResult> each) {
        List<CheckResult> results = new ArrayList<>();
        for (Path family : families(root)) {
            FamilyCheck.run(family, device, result -> {
                results.add(result);
                each.accept(result);
            });
        }
        return results;
    }

    static List<Path> families(Path root) {
        if (Files.isRegularFile(root.resolve(MARK))) {
            return List.of(root);
        }
        if (!Files.isDirectory(root)) {
            throw new IllegalArgumentException(root + " is no folder, expected one made by make_reference.py");
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<Path> families = entries.filter(entry -> Files.isRegularFile(entry.resolve(MARK)))
                    .sorted()
                    .toList();
            if (families.isEmpty()) {
                throw new IllegalArgumentException(root + " holds no reference case, expected folders with " + MARK
                        + " as made by make_reference.py");
            }
            return families;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root, e);
        }
    }
}
