package dev.millrace.lm.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings libtorch up, once per process, and hands out scopes.
 *
 * <p>Reads no network: the native library comes from the class path, or from {@code PYTORCH_LIBRARY_PATH} with
 * {@code PYTORCH_VERSION} and {@code PYTORCH_FLAVOR} (CUDA builds).
 */
public final class Torch {

    /** What the JNI library was built against; another version would crash the process. */
    static final String VERSION = "2.7.1";

    private Torch() {}

    /** The same on the processor. */
    public static TensorScope scope() {
        return scope(Device.CPU);
    }

    /**
     * A scope at the root, to be closed by the caller.
     *
     * @throws EngineUnavailableException if the native library cannot be loaded
     */
    public static TensorScope scope(Device device) {
        return new TensorScope(Root.manager().newSubManager(), device);
    }

    /** The folder that libtorch was loaded from. */
    static Path libraries() {
        Root.manager();
        return Path.of(LibUtils.getLibtorchPath());
    }

    /** Threads that one operator uses; by default {@code OMP_NUM_THREADS}, or as many as this process has processors. */
    public static int threads() {
        Root.manager();
        return JniUtils.getNumThreads();
    }

    /** Has every operator use so many threads from now on; 0 leaves the default. */
    public static void useThreads(int threads) {
        if (threads > 0) {
            Root.manager();
            JniUtils.setNumThreads(threads);
        }
    }

    /** Bytes that the first CUDA GPU has left; 0 where its driver does not tell. */
    public static long freeGpuMemory() {
        try {
            var memory = CudaUtils.getGpuMemory(ai.djl.Device.gpu());
            return memory.getMax() - memory.getCommitted();
        } catch (RuntimeException | LinkageError e) {
            return 0;
        }
    }

    /** Seeds libtorch's own generator, on which only dropout masks depend. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** Loaded on first use; a failure is kept and told to every later caller. */
    private static final class Root {

        private static final @Nullable NDManager MANAGER;
        private static final @Nullable EngineUnavailableException FAILURE;

        static {
            NDManager manager = null;
            EngineUnavailableException failure = null;
            try {
                manager = start();
            } catch (EngineUnavailableException e) {
                failure = e;
            } catch (RuntimeException | LinkageError e) {
                failure = new EngineUnavailableException(e);
            }
            MANAGER = manager;
            FAILURE = failure;
        }

        static NDManager manager() {
            if (FAILURE != null) {
                throw FAILURE;
            }
            return Objects.requireNonNull(MANAGER);
        }

        private static NDManager start() {
            LibtorchSettings.ofProcess().check();
            if (System.getProperty("ai.djl.offline") == null) {
                System.setProperty("ai.djl.offline", "true");
            }
            NativeEnvironment.prepare();
            NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
            JniUtils.setGraphExecutorOptimize(false);
            if (System.getenv("OMP_NUM_THREADS") == null) {
                JniUtils.setNumThreads(
                        Runtime.getRuntime().availableProcessors()); // libtorch knows of no container's limit
            }
            return manager;
        }
    }
}
