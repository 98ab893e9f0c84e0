package dev.millrace.lm.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.MethodCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript program: functions by name over tensors, numbers and lists of them.
 *
 * <p>Arguments may be {@link Tensor}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean}, {@code long[]},
 * {@link DType}, {@link Device} and {@code List<Tensor>}. Nothing is recorded for automatic differentiation: the backward pass is written out. One thread
 * at a time.
 */
public final class Script implements AutoCloseable {

    private final TensorScope scope;
    private final PtSymbolBlock module;

    private Script(TensorScope scope, PtSymbolBlock module) {
        this.scope = scope;
        this.module = module;
    }

    /** Loads the functions of the named resources beside {@code owner} as one program. */
    public static Script load(Class<?> owner, String... resources) {
        StringBuilder source = new StringBuilder();
        for (String resource : resources) {
            source.append(read(owner, resource)).append('\n');
        }
        return of(source.toString());
    }

    /** @param functions definitions at the left margin, whose first parameter is {@code self} */
    public static Script of(String functions) {
        TensorScope scope = Torch.scope();
        byte[] archive = ScriptArchive.pack(functions);
        try {
            return new Script(
                    scope, JniUtils.loadModule(scope.manager(), new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function for its effect on its arguments. */
    public void run(String function, Object... arguments) {
        call(function, arguments).close();
    }

    /** Calls a function that returns a float. */
    public double number(String function, Object... arguments) {
        try (IValue result = call(function, arguments)) {
            return result.toDouble();
        }
    }

    /** Calls a function that returns a tensor, which {@code owner} owns. */
    public Tensor tensor(TensorScope owner, DType type, String function, Object... arguments) {
        try (IValue result = call(function, arguments)) {
            return new Tensor(result.toTensor(owner.manager()), type, owner.device());
        }
    }

    private IValue call(String function, Object... arguments) {
        JniUtils.setGradMode(false);
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            return MethodCall.run(module, function, values);
        } catch (EngineException e) {
            throw new IllegalStateException(function + Arrays.toString(arguments) + " failed: " + e.getMessage(), e);
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof Tensor tensor) {
            return IValue.from(tensor.array());
        } else if (argument instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Long number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof Device device) {
            return IValue.from(device.code());
        } else if (argument instanceof DType type) {
            return IValue.from((long) type.code());
        } else if (argument instanceof List<?> tensors) {
            return IValue.listFrom(
                    tensors.stream().map(t -> ((Tensor) t).array()).toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException("a TorchScript function takes no " + argument.getClass());
    }

    @Override
    public void close() {
        module.close();
        scope.close();
    }
}
