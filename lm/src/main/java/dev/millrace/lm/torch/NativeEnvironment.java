package dev.millrace.lm.torch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environment variables of this process that OpenMP reads when libtorch is loaded.
 *
 * <p>By default OpenMP's idle threads spin, which on a machine that does anything else at the same time made a training
 * step six times as slow. What the user has set himself stays.
 */
final class NativeEnvironment {

    private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);
    private static final Map<String, String> SLEEPING_THREADS =
            Map.of("OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "0");

    private NativeEnvironment() {}

    /** Only before libtorch is loaded; later it has no effect. */
    static void letIdleThreadsSleep() {
        try {
            CLibrary c = Native.load("c", CLibrary.class);
            SLEEPING_THREADS.forEach((name, value) -> c.setenv(name, value, 0));
        } catch (UnsatisfiedLinkError e) {
            LOG.info("OMP_WAIT_POLICY could not be set from here ({}); set it to PASSIVE in the shell", e.getMessage());
        }
    }

    /** The functions of the C library that are called. */
    interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }
}
