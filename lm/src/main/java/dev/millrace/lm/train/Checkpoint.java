package dev.millrace.lm.train;

import dev.millrace.lm.format.HostTensor;
import java.util.Map;

/**
 * All that a run needs to go on: trained parameters, optimizer state, the best parameters so far (empty where the present ones
 * are the best), and where it stands.
 */
record Checkpoint(
        CheckpointState state,
        Map<String, HostTensor> parameters,
        Map<String, HostTensor> optimizer,
        Map<String, HostTensor> best) {

    /** Whether every trained parameter is a number worth keeping. */
    boolean isFinite() {
        for (HostTensor tensor : parameters.values()) {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
