package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorScopeIT {

    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @Test
    void shouldFreeWhatAClosedChildOwned() {
        // Given
        try (TensorScope scope = Torch.scope()) {
            int before = scope.open();

            // When
            try (TensorScope child = scope.child()) {
                child.zeros(DType.BF16, 100, 100);
                child.child().zeros(DType.F32, 10);
            }

            // Then
            assertThat(scope.open()).isEqualTo(before);
        }
    }

    @Test
    void shouldShareMemoryWithItsViews() {
        // Given
        try (TensorScope scope = Torch.scope()) {
            Tensor matrix = scope.of(SIX, 3, 2);

            // When
            scope.narrow(matrix, 0, 1, 1).floats().put(0, 9);

            // Then
            assertThat(matrix.toArray()).containsExactly(1, 2, 9, 4, 5, 6);
        }
    }

    @Test
    void shouldRoundToBfloat16AndBack() {
        // Given
        try (TensorScope scope = Torch.scope()) {
            Tensor exact = scope.of(new float[] {1, 1 + 1f / 512, -2.5f}, 3);

            // When
            Tensor rounded = scope.copy(scope.copy(exact, DType.BF16), DType.F32);

            // Then
            assertThat(rounded.toArray()[0]).isEqualTo(1);
            assertThat(rounded.toArray()[1]).isEqualTo(1);
            assertThat(rounded.toArray()[2]).isEqualTo(-2.5f);
        }
    }

    @Test
    void shouldRefuseToReadElementsAsAnotherType() {
        try (TensorScope scope = Torch.scope()) {
            Tensor half = scope.zeros(DType.BF16, 4);

            assertThatThrownBy(half::floats).hasMessageContaining("BF16[4]").hasMessageContaining("F32");
        }
    }

    @Test
    void shouldGrowABufferOnlyWhenMoreRowsAreAskedFor() {
        // Given
        try (TensorScope scope = Torch.scope()) {
            Buffer buffer = new Buffers(scope, DType.F32).of(2);
            buffer.rows(3).floats().put(SIX);

            // When
            float[] fewer = buffer.rows(2).toArray();
            float[] again = buffer.rows(3).toArray();

            // Then
            assertThat(fewer).containsExactly(1, 2, 3, 4);
            assertThat(again).containsExactly(SIX);
            assertThat(buffer.rows(5).size(0)).isEqualTo(5);
        }
    }
}
