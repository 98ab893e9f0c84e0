package dev.millrace.cli.command;

import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.DeviceChoice;
import picocli.CommandLine.Option;

/** {@code --device}: what the engine computes on. */
final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda",
            description = "What to compute on; default: ${DEFAULT-VALUE}, a CUDA GPU where there is one.",
            defaultValue = "auto")
    private DeviceChoice choice = DeviceChoice.AUTO;

    /** @throws dev.millrace.lm.torch.EngineUnavailableException when CUDA is asked for and cannot be had */
    Device device() {
        return choice.resolve();
    }
}
