package dev.millrace.runtime.config;

import java.time.Duration;

@Doc("How training jobs are run.")
public record TrainerConfig(
        @Doc("Threads of the engine; 0 takes one per core.") int threads,

        @Doc("What to compute on; `auto` takes a CUDA GPU where libtorch can use one.")
        Device device,

        @Doc(
                "Memory for the activations of a training pass, beside weights and optimizer. With less of it, layers keep less and compute it again: slower, to the same result. `auto` takes half of what the machine has left.")
        MemoryLimit memory,

        @Doc("A worker that is silent for this long loses its job to another. It renews three times as often.")
        Duration lock,

        @Doc("How often a job is started before it counts as failed; 2 to 9.")
        int attempts,

        @Doc("Optimizer steps between two checkpoints.") int checkpointEverySteps) {

    /** Kafka delivers a record of a share group ten times at most, and the last one is for giving up. */
    private static final int MOST_ATTEMPTS = 9;

    public static final TrainerConfig DEFAULTS =
            new TrainerConfig(0, Device.AUTO, MemoryLimit.AUTO, Duration.ofSeconds(30), 3, 25);

    public TrainerConfig {
        Check.range("threads", threads, 0, 1024);
        Check.that(
                lock.compareTo(Duration.ofSeconds(1)) >= 0 && lock.compareTo(Duration.ofHours(1)) <= 0,
                "lock",
                Durations.format(lock),
                "1s to 1h");
        Check.range("attempts", attempts, 2, MOST_ATTEMPTS);
        Check.atLeast("checkpointEverySteps", checkpointEverySteps, 1);
    }
}
