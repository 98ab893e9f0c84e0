package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import java.util.Map;

/**
 * What is trained: an adapter, or all weights of a model. Parameters and gradients are f32, by the checkpoint's
 * names. Belongs to its model and is closed with it; used by the thread that trains.
 */
public interface Trainable {

    long parameterCount();

    void zeroGradients();

    /** Euclidean norm over all gradients; NaN and infinity come through. */
    double gradientNorm();

    void scaleGradients(double factor);

    /** One AdamW update; the model computes with the new values from here on. */
    void step(double learningRate, AdamW constants);

    /** Copies. */
    Map<String, HostTensor> parameters();

    /** Takes over values of every parameter. */
    void setParameters(Map<String, HostTensor> values);

    /** Copies, under the names of {@link #parameters}. */
    Map<String, HostTensor> gradients();

    /** What the optimizer's state takes in memory; nothing before the first update. */
    long optimizerBytes();

    /** Both moments of every parameter and the number of updates. */
    Map<String, HostTensor> optimizerState();

    void setOptimizerState(Map<String, HostTensor> state);
}
