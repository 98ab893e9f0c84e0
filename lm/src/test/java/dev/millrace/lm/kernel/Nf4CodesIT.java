package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nf4CodesIT {

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "2, 64", "7, 67", "300, 70"})
    void shouldSpreadTheSameWeightsByOperatorsAsOnTheHost(int rows, int cols) {
        // Given
        Nf4Tensor matrix = Nf4.quantize(normal(rows * cols), rows, cols);
        TorchKernels kernels = new TorchKernels();
        try (TensorScope scope = Torch.scope()) {
            Nf4Codes codes = new Nf4Codes.Tables(scope).copy(matrix);
            for (DType type : new DType[] {DType.F32, DType.BF16}) {
                Tensor expected = scope.empty(type, rows, cols);
                Tensor found = scope.empty(type, rows, cols);
                kernels.dequantize(matrix, expected);

                // When
                codes.spread(found);

                // Then
                assertThat(scope.copy(found, DType.F32).toArray())
                        .isEqualTo(scope.copy(expected, DType.F32).toArray());
            }
        }
    }

    private static float[] normal(int count) {
        Random random = new Random(count);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }
}
