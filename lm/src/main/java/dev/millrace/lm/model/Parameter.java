package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One trained tensor, perhaps several of the checkpoint stacked by rows, with its gradient and moments; all f32.
 *
 * @param parts names and rows of what is stacked
 */
record Parameter(List<Part> parts, Tensor value, Tensor gradient, Tensor first, Tensor second) {

    static Parameter of(TensorScope owner, List<Part> parts, Tensor value) {
        long[] shape = value.shape();
        return new Parameter(
                parts,
                value,
                owner.zeros(DType.F32, shape),
                owner.zeros(DType.F32, shape),
                owner.zeros(DType.F32, shape));
    }

    boolean isVector() {
        return value.shape().length == 1;
    }

    /** Copies the parts of one of the four tensors out under their names. */
    void export(Tensor tensor, String prefix, Map<String, HostTensor> out) {
        float[] all = tensor.toArray();
        int row = 0;
        int width = all.length / tensor.size(0);
        for (Part part : parts) {
            float[] values = Arrays.copyOfRange(all, row * width, (row + part.rows()) * width);
            out.put(prefix + part.name(), new HostTensor(shape(part, width), values));
            row += part.rows();
        }
    }

    /** The way back. */
    void restore(Tensor tensor, String prefix, Map<String, HostTensor> in) {
        int row = 0;
        int width = Math.toIntExact(tensor.elements() / tensor.size(0));
        for (Part part : parts) {
            HostTensor values = in.get(prefix + part.name());
            int[] shape = shape(part, width);
            if (values == null || !Arrays.equals(values.shape(), shape)) {
                throw new IllegalArgumentException(prefix + part.name() + " is "
                        + (values == null ? "missing" : Arrays.toString(values.shape())) + ", expected "
                        + Arrays.toString(shape));
            }
            tensor.putRows(row, values.values());
            row += part.rows();
        }
    }

    private int[] shape(Part part, int width) {
        return isVector() ? new int[] {part.rows()} : new int[] {part.rows(), width};
    }
}
