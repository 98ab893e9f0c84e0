package dev.millrace.lm.torch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of this process for libtorch, made before it is loaded. What the user has set himself stays.
 *
 * <p>By default OpenMP's idle threads spin for long, which on a machine that does anything else at the same time made a
 * training step six times as slow; sleeping at once costs half of the speed in waking them. They spin for some
 * microseconds, as the kernels' own threads do, then sleep. And glibc gives large blocks back to the system at once, so that every fresh tensor is paid for
 * again in page faults: keeping them took a quarter off a training step at the same peak memory.
 */
final class NativeEnvironment {

    private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);
    private static final Map<String, String> WAITING_THREADS =
            Map.of("OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "10000");

    /** Parameters of mallopt (malloc.h) with the variables by which a user sets them, and bytes. */
    private static final List<Allocator> KEEPING_MEMORY = List.of(
            new Allocator(-3, "MALLOC_MMAP_THRESHOLD_", 1 << 30),
            new Allocator(-1, "MALLOC_TRIM_THRESHOLD_", Integer.MAX_VALUE));

    private NativeEnvironment() {}

    /** Later than the first use of libtorch it has no effect. */
    static void prepare() {
        try {
            CLibrary c = Native.load("c", CLibrary.class);
            WAITING_THREADS.forEach((name, value) -> c.setenv(name, value, 0));
            KEEPING_MEMORY.stream()
                    .filter(setting -> System.getenv(setting.variable) == null)
                    .forEach(setting -> c.mallopt(setting.parameter, setting.bytes));
        } catch (UnsatisfiedLinkError e) {
            LOG.info(
                    "The C library could not be asked ({}); for speed set OMP_WAIT_POLICY=PASSIVE in the shell",
                    e.getMessage());
        }
    }

    private record Allocator(int parameter, String variable, int bytes) {}

    /** The functions of the C library that are called; musl and macOS have no mallopt. */
    interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);

        int mallopt(int parameter, int value);
    }
}
