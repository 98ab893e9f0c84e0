package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Device;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernels this process computes with: the native ones where the jar has them for this platform, else torch operators;
 * said once in the log. The system property {@value #PROPERTY}, or the variable {@value #VARIABLE}, asks for one of
 * {@code torch}, {@code plain}, {@code avx2} and {@code avx512}; a set that the processor lacks falls back to the next.
 */
public final class KernelChoice {

    public static final String PROPERTY = "millrace.kernels";
    public static final String VARIABLE = "MILLRACE_KERNELS";

    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
    private static final String TORCH = "torch";
    private static final Map<String, Kernels> CHOSEN = new ConcurrentHashMap<>();

    private KernelChoice() {}

    /** What is asked for now on the processor, torch operators on any other device; models keep theirs. */
    public static Kernels kernels(Device device) {
        return CHOSEN.computeIfAbsent(device == Device.CPU ? asked() : TORCH, KernelChoice::choose);
    }

    private static String asked() {
        String variable = System.getenv(VARIABLE);
        return System.getProperty(PROPERTY, variable == null ? "avx512" : variable);
    }

    private static Kernels choose(String asked) {
        if (asked.equals(TORCH)) {
            LOG.info("Kernels: torch operators, as asked for or for the GPU");
            return new TorchKernels();
        }
        try {
            NativeKernels kernels = NativeKernels.load(most(asked));
            LOG.info("Kernels: native, {}", kernels.instructions());
            return kernels;
        } catch (LinkageError e) {
            LOG.info("Kernels: torch operators; the faster native ones cannot be used: {}", e.getMessage());
            return new TorchKernels();
        }
    }

    private static Instructions most(String asked) {
        try {
            return Instructions.valueOf(asked.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PROPERTY + " or " + VARIABLE + " is '" + asked + "', expected torch, plain, avx2 or avx512", e);
        }
    }
}
