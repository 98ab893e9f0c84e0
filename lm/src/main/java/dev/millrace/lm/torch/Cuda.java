package dev.millrace.lm.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether libtorch can compute on a GPU here: it is asked for a small sum on one, once per process. */
public final class Cuda {

    static final String REMEDY =
            "install libtorch " + Torch.VERSION + " for CUDA 12.8 and set PYTORCH_LIBRARY_PATH to its"
                    + " lib folder, PYTORCH_VERSION=" + Torch.VERSION + " and PYTORCH_FLAVOR=cu128 (docs/gpu.md)";

    private static final int SIZE = 2;

    private Cuda() {}

    /**
     * Why there is no CUDA device, and what to do; empty when there is one.
     *
     * @throws EngineUnavailableException if libtorch cannot be loaded at all
     */
    public static Optional<String> obstacle() {
        Torch.libraries(); // where libtorch does not load, it says so itself
        return Probe.OBSTACLE;
    }

    /**
     * @param libraries folder that libtorch was loaded from
     * @param failure what it said when it was asked for a tensor on a GPU; empty when it gave one
     */
    static Optional<String> obstacle(Path libraries, Optional<String> failure) {
        return failure.map(reason -> {
            boolean cpuBuild = !Files.exists(libraries.resolve(System.mapLibraryName("torch_cuda")));
            return cpuBuild
                    ? "the libtorch in " + libraries + " is a build for processors only: " + REMEDY
                    : "libtorch finds no GPU that it can use (" + reason + "): install NVIDIA's driver for CUDA 12.8 or"
                            + " newer and see that nvidia-smi lists the GPU";
        });
    }

    private static Optional<String> askForASum() {
        try (TensorScope scope = Torch.scope(Device.CUDA)) {
            Tensor sum = scope.copy(scope.zeros(DType.F32, SIZE), DType.BF16);
            return sum.elements() == SIZE ? Optional.empty() : Optional.of("it gave " + sum);
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of(EngineUnavailableException.firstLine(cause));
        }
    }

    private static final class Probe {
        private static final Optional<String> OBSTACLE = obstacle(Torch.libraries(), askForASum());
    }
}
