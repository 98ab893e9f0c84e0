package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptIT {

    private final TensorScope scope = Torch.scope();
    private final Script script = Script.load(ScriptIT.class, "program.py");

    @AfterEach
    void close() {
        script.close();
        scope.close();
    }

    @Test
    void shouldCallFunctionsWithNumbersListsAndTensors() {
        // Given
        Tensor a = scope.of(new float[] {1, 2, 3}, 3);
        Tensor b = scope.of(new float[] {4}, 1);

        // When
        double total = script.number("total", List.of(a, b), 0.5);

        // Then
        assertThat(total).isEqualTo(5);
    }

    @Test
    void shouldNameFunctionAndArgumentsWhenACallFails() {
        Tensor a = scope.zeros(DType.F32, 2, 3);

        assertThatThrownBy(() -> script.tensor(scope, DType.F32, "product", a, a))
                .hasMessageContaining("product[F32[2, 3], F32[2, 3]]");
    }

    @Test
    void shouldNameAResourceThatIsMissing() {
        assertThatThrownBy(() -> Script.load(ScriptIT.class, "absent.py"))
                .hasMessageContaining("absent.py")
                .hasMessageContaining(ScriptIT.class.getName());
    }
}
