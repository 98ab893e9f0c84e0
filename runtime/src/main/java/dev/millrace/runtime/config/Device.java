package dev.millrace.runtime.config;

/** What the engine computes on. */
public enum Device {
    /** A CUDA GPU where libtorch can use one, else the processor. */
    AUTO,
    CPU,
    CUDA
}
