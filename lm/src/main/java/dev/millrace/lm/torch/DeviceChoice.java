package dev.millrace.lm.torch;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a user asks to compute on. */
public enum DeviceChoice {
    /** A CUDA GPU where libtorch can use one, else the processor. */
    AUTO,
    CPU,
    CUDA;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

    /**
     * The device that is computed on.
     *
     * @throws EngineUnavailableException when CUDA is asked for and cannot be had, with what was found and what to install
     */
    public Device resolve() {
        return this == CPU ? Device.CPU : resolve(Cuda.obstacle());
    }

    /** @param obstacle why there is no CUDA device, empty when there is one */
    Device resolve(Optional<String> obstacle) {
        if (this == CPU) {
            return Device.CPU;
        }
        if (obstacle.isEmpty()) {
            LOG.info("Computing on the GPU");
            return Device.CUDA;
        }
        if (this == CUDA) {
            throw new EngineUnavailableException(
                    "device is cuda, but " + obstacle.get() + "; or choose device auto or cpu");
        }
        LOG.debug("Computing on the processor: {}", obstacle.get());
        return Device.CPU;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
