package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceChoiceTest {
    private static final Optional<String> GPU = Optional.empty();
    private static final Optional<String> NO_GPU = Optional.of("Found no NVIDIA driver on your system");

    @TempDir
    Path libraries;

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CUDA"})
    void shouldTakeTheGpuWhenThereIsOne(DeviceChoice choice) {
        assertThat(choice.resolve(GPU)).isEqualTo(Device.CUDA);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CPU"})
    void shouldTakeTheProcessorWhenThereIsNoGpu(DeviceChoice choice) {
        assertThat(choice.resolve(NO_GPU)).isEqualTo(Device.CPU);
    }

    @Test
    void shouldTakeTheProcessorWhenAskedToThoughThereIsAGpu() {
        assertThat(DeviceChoice.CPU.resolve(GPU)).isEqualTo(Device.CPU);
    }

    @Test
    void shouldNameWhatIsMissingInOneLineWhenCudaIsAskedForOnAProcessorsBuild() {
        // Given
        Optional<String> obstacle = Cuda.obstacle(libraries, NO_GPU);

        // When
        var resolving = assertThatThrownBy(() -> DeviceChoice.CUDA.resolve(obstacle));

        // Then
        resolving
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContainingAll(
                        "device is cuda",
                        libraries + " is a build for processors only",
                        "PYTORCH_LIBRARY_PATH",
                        "PYTORCH_VERSION=2.7.1",
                        "PYTORCH_FLAVOR=cu128",
                        "device auto or cpu")
                .message()
                .hasLineCount(1);
    }

    @Test
    void shouldRepeatLibtorchsReasonWhenItsCudaBuildFindsNoGpu() throws IOException {
        // Given
        Files.createFile(libraries.resolve(System.mapLibraryName("torch_cuda")));

        // When
        Optional<String> obstacle = Cuda.obstacle(libraries, NO_GPU);

        // Then
        assertThat(obstacle).get().asString().contains("Found no NVIDIA driver", "nvidia-smi");
    }

    @Test
    void shouldFindNoObstacleWhenTheGpuComputes() {
        assertThat(Cuda.obstacle(libraries, Optional.empty())).isEmpty();
    }
}
