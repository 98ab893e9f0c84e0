package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixUnitProductsIT {

    @ParameterizedTest
    @CsvSource({"BF16, 3, torch", "BF16, 500, torch", "BF16, 1, own", "BF16, 2, own", "F32, 500, own"})
    void shouldUseTheUnitsWhereTheyPay(DType type, int rows, String expected) {
        // Given
        List<String> calls = new ArrayList<>();
        Products products = new MatrixUnitProducts(recording("own", calls), recording("torch", calls));
        try (TensorScope scope = Torch.scope()) {
            Tensor x = scope.zeros(type, rows, 4);
            Tensor weight = scope.zeros(type, 4, 4);

            // When
            products.multiply(x, weight, null, null, x);
            products.multiplyBackward(x, weight, null, x);
            products.reduce(x, weight, 1, x);
            products.weightGradient(x, x, weight);

            // Then
            assertThat(calls).hasSize(4).containsOnly(expected);
        }
    }

    private static Products recording(String name, List<String> calls) {
        return (Products) Proxy.newProxyInstance(
                Products.class.getClassLoader(), new Class<?>[] {Products.class}, (proxy, method, arguments) -> {
                    calls.add(name);
                    return null;
                });
    }
}
