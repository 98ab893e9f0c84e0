package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import java.util.Map;

/** What AdamW remembers of the gradients of some parameters: their running mean and the running mean of their squares. */
interface Moments {

    /**
     * Updates the parameters and what is remembered.
     *
     * @param learningRate of parameters without a ratio of their own
     * @param step number of this update, from 1
     */
    void update(double learningRate, AdamW constants, int step);

    /** Copies everything out under the parameters' names. */
    void export(Map<String, HostTensor> state);

    /** The way back. */
    void restore(Map<String, HostTensor> state);

    long bytes();
}
