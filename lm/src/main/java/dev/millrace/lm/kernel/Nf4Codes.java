package dev.millrace.lm.kernel;

import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.nio.ByteBuffer;

/**
 * 4-bit weights that lie as codes on the device and are spread out there by libtorch's operators: the way for CUDA. On the
 * processor {@link Kernels#dequantize} is faster. Belongs to its scope.
 */
public final class Nf4Codes {

    private static final Script SCRIPT = Programs.KERNELS;

    private final Tensor packed;
    private final Tensor absmaxCodes;
    private final Tensor scales;
    private final double offset;
    private final Tables tables;

    private Nf4Codes(Tensor packed, Tensor absmaxCodes, Tensor scales, double offset, Tables tables) {
        this.packed = packed;
        this.absmaxCodes = absmaxCodes;
        this.scales = scales;
        this.offset = offset;
        this.tables = tables;
    }

    /** What the codes stand for; one for all matrices of a model. */
    public static final class Tables {

        private final TensorScope owner;
        private final Tensor levels;
        private final Tensor absmaxValues;

        public Tables(TensorScope owner) {
            this.owner = owner;
            float[] ofLevels = Nf4.levels();
            float[] ofAbsmax = Nf4.absmaxValues();
            this.levels = owner.of(ofLevels, ofLevels.length);
            this.absmaxValues = owner.of(ofAbsmax, ofAbsmax.length);
        }

        /** A copy of a matrix on the device of the tables' scope. */
        public Nf4Codes copy(Nf4Tensor matrix) {
            return new Nf4Codes(
                    codes(matrix.packed()),
                    codes(matrix.absmaxCodes()),
                    owner.of(matrix.scales(), matrix.scales().length),
                    matrix.offset(),
                    this);
        }

        private Tensor codes(ByteBuffer bytes) {
            return owner.of(DType.U8, bytes.duplicate().rewind(), bytes.limit());
        }
    }

    /** Writes all weights to a contiguous tensor {@code [rows, cols]} on the same device. */
    public void spread(Tensor out) {
        SCRIPT.run("nf4_spread", packed, absmaxCodes, scales, offset, tables.levels, tables.absmaxValues, out);
    }
}
