package dev.millrace.lm.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.format.TensorInfo;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A 4-bit matrix in a safetensors file, laid out as bitsandbytes does ({@code QuantState.as_dict}), so that transformers reads
 * it too. Beside {@code weight}, two codes a byte {@code [bytes, 1]}, there are
 *
 * <ul>
 *   <li>{@code weight.absmax}: the 8-bit code of each block of 64;
 *   <li>{@code weight.nested_absmax}: the f32 scale of each 256 of those;
 *   <li>{@code weight.quant_map}, {@code weight.nested_quant_map}: the 16 levels and the 256 values the codes stand for;
 *   <li>{@code weight.quant_state.bitsandbytes__nf4}: JSON with the shape, the block sizes and the mean absmax.
 * </ul>
 */
final class Nf4Storage {
    private static final String ABSMAX = ".absmax";
    private static final String SCALES = ".nested_absmax";
    private static final String LEVELS = ".quant_map";
    private static final String VALUES = ".nested_quant_map";
    private static final String STATE = ".quant_state.bitsandbytes__nf4";

    /** The state is padded with blanks to this size, because the mean is known only when its turn has come. */
    private static final int STATE_BYTES = 256;

    private static final int MAX_STATE_BYTES = 1 << 16;
    private static final float MAP_TOLERANCE = 1e-6f;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Nf4Storage() {}

    /** The matrix's tensors, which quantize it when the first is asked for and let it go with the last. */
    static Map<String, TensorData> tensors(String name, int[] shape, Supplier<Nf4Tensor> quantize) {
        int blocks = ceil(shape[0] * shape[1], Nf4.BLOCK);
        Held held = new Held(quantize);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put(name, TensorData.u8(new int[] {ceil(shape[0] * shape[1], 2), 1}, () -> held.get()
                .packed()
                .duplicate()));
        tensors.put(
                name + ABSMAX,
                TensorData.u8(new int[] {blocks}, () -> held.get().absmaxCodes().duplicate()));
        int[] scales = {ceil(blocks, Nf4.ABSMAX_BLOCK)};
        tensors.put(
                name + SCALES,
                TensorData.of(
                        ElementType.F32,
                        scales,
                        () -> new HostTensor(scales, held.get().scales())));
        tensors.put(name + LEVELS, constants(Nf4.levels()));
        tensors.put(name + VALUES, constants(Nf4.absmaxValues()));
        tensors.put(name + STATE, TensorData.u8(new int[] {STATE_BYTES}, () -> state(held.release())));
        return tensors;
    }

    private static TensorData constants(float[] values) {
        return TensorData.f32(new HostTensor(new int[] {values.length}, values));
    }

    private static int ceil(int values, int size) {
        return (values + size - 1) / size;
    }

    private static ByteBuffer state(Nf4Tensor tensor) {
        ObjectNode state = JSON.createObjectNode()
                .put("quant_type", "nf4")
                .put("blocksize", Nf4.BLOCK)
                .put("dtype", "bfloat16");
        state.putArray("shape").add(tensor.rows()).add(tensor.cols());
        state.put("nested_blocksize", Nf4.ABSMAX_BLOCK)
                .put("nested_dtype", "float32")
                .put("nested_offset", (double) tensor.offset());
        ByteBuffer bytes = ByteBuffer.allocate(STATE_BYTES);
        bytes.put(state.toString().getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    /** A matrix of the file, its codes where they are mapped. */
    static Nf4Tensor read(Safetensors file, String name, int[] shape) {
        JsonNode state = state(file, name);
        require(file, name, state, "quant_type", "nf4");
        require(file, name, state, "blocksize", Integer.toString(Nf4.BLOCK));
        require(file, name, state, "nested_blocksize", Integer.toString(Nf4.ABSMAX_BLOCK));
        require(file, name, state, "shape", Arrays.toString(shape).replace(" ", ""));
        requireMap(file, name + LEVELS, Nf4.levels());
        requireMap(file, name + VALUES, Nf4.absmaxValues());
        HostTensor scales = file.read(name + SCALES);
        float offset = (float) state.path("nested_offset").asDouble(Double.NaN);
        requireFinite(name, scales.values(), offset);
        try {
            return new Nf4Tensor(
                    shape[0], shape[1], codes(file, name), codes(file, name + ABSMAX), scales.values(), offset);
        } catch (IllegalArgumentException e) {
            throw new FormatException(file.origin() + ": " + name + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode state(Safetensors file, String name) {
        TensorInfo info = file.info(name + STATE);
        if (info.type() != ElementType.U8 || info.bytes() > MAX_STATE_BYTES) {
            throw new FormatException(file.origin() + ": " + info + ", expected U8 of at most " + MAX_STATE_BYTES);
        }
        byte[] json = new byte[(int) info.bytes()];
        file.read(name + STATE, ByteBuffer.wrap(json));
        try {
            return JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new FormatException(file.origin() + ": " + name + STATE + " is no valid JSON: " + e.getMessage(), e);
        }
    }

    private static void require(Safetensors file, String name, JsonNode state, String key, String expected) {
        JsonNode value = state.path(key);
        String found = value.isTextual() ? value.textValue() : value.toString();
        if (!found.equals(expected)) {
            throw new FormatException(
                    file.origin() + ": " + name + STATE + ": " + key + " is " + found + ", expected " + expected);
        }
    }

    private static void requireMap(Safetensors file, String name, float[] expected) {
        float[] found = file.read(name).values();
        for (int i = 0; i < expected.length; i++) {
            if (found.length != expected.length || !(Math.abs(found[i] - expected[i]) <= MAP_TOLERANCE)) {
                throw new FormatException(
                        file.origin() + ": " + name + " has other values than NF4's; the file is damaged");
            }
        }
    }

    private static void requireFinite(String name, float[] scales, float offset) {
        float sum = offset;
        for (float scale : scales) {
            sum += scale;
        }
        if (!Float.isFinite(sum)) {
            throw new FormatException(name + ": its scales or their mean are not finite; the file is damaged");
        }
    }

    private static ByteBuffer codes(Safetensors file, String name) {
        TensorInfo info = file.info(name);
        if (info.type() != ElementType.U8) {
            throw new FormatException(file.origin() + ": " + info + ", expected U8, 4-bit codes or their scales");
        }
        return file.map(name);
    }

    /** A matrix between the first and the last of its tensors. */
    private static final class Held {
        private final Supplier<Nf4Tensor> quantize;
        private @Nullable Nf4Tensor tensor;

        Held(Supplier<Nf4Tensor> quantize) {
            this.quantize = quantize;
        }

        Nf4Tensor get() {
            Nf4Tensor present = tensor == null ? quantize.get() : tensor;
            tensor = present;
            return present;
        }

        Nf4Tensor release() {
            Nf4Tensor present = get();
            tensor = null;
            return present;
        }
    }
}
