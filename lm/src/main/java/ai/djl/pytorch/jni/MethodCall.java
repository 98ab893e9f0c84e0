package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Runs a method of a loaded TorchScript module with any arguments, scalars and lists included.
 *
 * <p>DJL's public way always asks for inference tensors, which later in-place operators refuse; the native door to the
 * other way is package-private, hence this package.
 */
public final class MethodCall {

    private MethodCall() {}

    /** The caller closes the result. */
    public static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false));
    }
}
