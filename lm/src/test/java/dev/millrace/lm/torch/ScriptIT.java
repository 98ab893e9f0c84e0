package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptIT {

    @Test
    void shouldCallFunctionsWithNumbersListsAndTensors() {
        // Given
        try (TensorScope scope = Torch.scope();
                Script script = Script.of("""
                        # the sum of all elements of all tensors, times a factor
                        def total(self, tensors: List[Tensor], factor: float) -> float:
                          sum = 0.0
                          for t in tensors:
                            sum = sum + float(torch.sum(t))
                          return sum * factor
                        """)) {
            Tensor a = scope.of(new float[] {1, 2, 3}, 3);
            Tensor b = scope.of(new float[] {4}, 1);

            // When
            double total = script.number("total", List.of(a, b), 0.5);

            // Then
            assertThat(total).isEqualTo(5);
        }
    }

    @Test
    void shouldNameFunctionAndArgumentsWhenACallFails() {
        // Given
        try (TensorScope scope = Torch.scope();
                Script script = Script.of("""
                        def product(self, a: Tensor, b: Tensor) -> Tensor:
                          return torch.mm(a, b)
                        """)) {
            Tensor a = scope.zeros(DType.F32, 2, 3);

            // Then
            assertThatThrownBy(() -> script.tensor(scope, DType.F32, "product", a, a))
                    .hasMessageContaining("product[F32[2, 3], F32[2, 3]]");
        }
    }

    @Test
    void shouldRefuseAnotherVersionOfTheNativeLibrary() {
        assertThatThrownBy(() -> Torch.checkVersion("2.5.0"))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("2.5.0")
                .hasMessageContaining(Torch.VERSION);
    }
}
