package dev.millrace.lm.train;

/** How the learning rate goes on after the warm-up. */
public enum Schedule {
    /** Stays at its peak. */
    CONSTANT,
    /** Falls in a straight line to the floor. */
    LINEAR,
    /** Falls along half a cosine wave to the floor. */
    COSINE
}
