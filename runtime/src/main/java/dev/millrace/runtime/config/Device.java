package dev.millrace.runtime.config;

/** What the engine computes on. */
public enum Device {
    /** CUDA where it works, else the CPU. */
    AUTO,
    CPU,
    CUDA
}
