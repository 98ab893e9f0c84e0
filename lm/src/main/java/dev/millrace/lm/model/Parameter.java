package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One trained tensor, perhaps several of the checkpoint stacked by rows, with its gradient; both f32.
 *
 * @param parts names and rows of what is stacked
 * @param loraB whether it is the B of an adapter, which may have a learning rate of its own
 */
record Parameter(List<Part> parts, Tensor value, Tensor gradient, boolean loraB) {

    static Parameter of(TensorScope owner, List<Part> parts, Tensor value, boolean loraB) {
        return new Parameter(parts, value, owner.zeros(DType.F32, value.shape()), loraB);
    }

    /** Its own, given that of all others: LoRA+ (Hayou et al., 2024) moves B faster. */
    double learningRate(double ofOthers, AdamW constants) {
        return loraB ? constants.ratioOfB() * ofOthers : ofOthers;
    }

    /** Norms and biases do not decay. */
    double weightDecay(AdamW constants) {
        return isVector() ? 0 : constants.weightDecay();
    }

    private boolean isVector() {
        return value.shape().length == 1;
    }

    /** A name for what belongs to all parts together. */
    String name() {
        return parts.get(0).name();
    }

    /** Copies the parts of a tensor of the value's shape out under their names. */
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
