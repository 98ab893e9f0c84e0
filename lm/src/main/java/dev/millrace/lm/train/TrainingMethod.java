package dev.millrace.lm.train;

/** What is trained, and over which weights. */
public enum TrainingMethod {
    /** An adapter over the weights as they are. */
    LORA,
    /** An adapter over weights held in 4 bits. */
    QLORA,
    /** Every weight. */
    FULL
}
