package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.torch.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelChoiceIT {

    @AfterEach
    void restore() {
        System.clearProperty(KernelChoice.PROPERTY);
    }

    @Test
    void shouldTakeTorchOperatorsWhenAskedTo() {
        // Given
        System.setProperty(KernelChoice.PROPERTY, "torch");

        // When
        Kernels kernels = KernelChoice.kernels(Device.CPU);

        // Then
        assertThat(kernels).isInstanceOf(TorchKernels.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoBetterInstructionsThanAskedFor(Instructions most) {
        // When
        Instructions taken = NativeKernels.load(most).instructions();

        // Then
        assertThat(taken).isLessThanOrEqualTo(most);
    }

    @Test
    void shouldSayWhatCanBeAskedForWhenTheNameIsUnknown() {
        // Given
        System.setProperty(KernelChoice.PROPERTY, "sse9");

        // When
        var choosing = assertThatThrownBy(() -> KernelChoice.kernels(Device.CPU));

        // Then
        choosing.isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'sse9'")
                .hasMessageContaining("torch, plain, avx2 or avx512");
    }
}
