package dev.millrace.lm.model;

/** What training keeps of each layer's forward pass; the rest is computed again in the backward pass. Memory for time. */
public enum Keep {
    /** The layer's input only. */
    INPUTS,
    /** Also what attention made: projections, output, and the residual stream behind it. */
    ATTENTION,
    /** Also the gate and up projections: nothing but norms is computed twice. */
    ALL
}
