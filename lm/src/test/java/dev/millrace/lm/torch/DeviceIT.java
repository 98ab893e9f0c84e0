package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** What libtorch itself says of the devices of this machine. */
class DeviceIT {

    @Test
    void shouldSayWhyThereIsNoGpuInOneLineWhenCudaIsAskedFor() {
        assumeTrue(Cuda.obstacle().isPresent(), "this machine has a GPU");

        assertThatThrownBy(DeviceChoice.CUDA::resolve)
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageStartingWith("device is cuda, but ")
                .message()
                .hasLineCount(1);
    }

    @Test
    void shouldComputeOnTheProcessorWhenAutoFindsNoGpu() {
        // Given
        Device expected = Cuda.obstacle().isPresent() ? Device.CPU : Device.CUDA;

        // When
        Device device = DeviceChoice.AUTO.resolve();

        // Then
        assertThat(device).isEqualTo(expected);
    }

    @Test
    void shouldRefuseToReadATensorsMemoryWhenItLiesElsewhere() {
        try (TensorScope scope = Torch.scope()) {
            // Given
            Tensor elsewhere = new Tensor(scope.zeros(DType.F32, 3).array(), DType.F32, Device.CUDA);

            // When
            var reading = assertThatThrownBy(elsewhere::floats);

            // Then
            reading.isInstanceOf(IllegalStateException.class).hasMessageContaining("F32[3] lies on CUDA");
        }
    }

    @Test
    void shouldCopyThroughTheProcessorWhenATensorLiesElsewhere() {
        try (TensorScope scope = Torch.scope()) {
            // Given
            Tensor home = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
            Tensor elsewhere = new Tensor(home.array(), DType.F32, Device.CUDA);

            // When
            float[] read = elsewhere.toArray();

            // Then
            assertThat(read).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void shouldOverwriteWholeRowsOnly() {
        try (TensorScope scope = Torch.scope()) {
            // Given
            Tensor matrix = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

            // When
            matrix.putRows(1, new float[] {7, 8});

            // Then
            assertThat(matrix.toArray()).containsExactly(1, 2, 7, 8, 5, 6);
        }
    }
}
