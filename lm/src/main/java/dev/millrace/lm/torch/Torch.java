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

    private static final int SHARED_WIDTH = 512;

    private static boolean threadsChosen = System.getenv("OMP_NUM_THREADS") != null;

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

    /** Threads that one operator uses; libtorch's default is the number of cores. */
    public static int threads() {
        Root.manager();
        return JniUtils.getNumThreads();
    }

    /** Has every operator use so many threads from now on; 0 lets each model choose when it is loaded. */
    public static synchronized void useThreads(int threads) {
        if (threads > 0) {
            threadsChosen = true;
            Root.manager();
            JniUtils.setNumThreads(threads);
        }
    }

    /**
     * Gives operators on matrices of this width the threads that pay, unless they were chosen: on narrow ones it costs more
     * to share out the work than a second core gives, and that core has services to run.
     */
    public static synchronized void fitThreads(int width) {
        if (!threadsChosen) {
            Root.manager();
            JniUtils.setNumThreads(
                    width < SHARED_WIDTH ? 1 : Runtime.getRuntime().availableProcessors());
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
            return manager;
        }
    }
}
