package dev.millrace.lm.train;

import java.time.Duration;

/** Counts tokens and the time of training alone. */
final class Pace {
    private final long tokensBefore;
    private final double secondsBefore;
    private long tokens;
    private long nanos;
    private int steps;
    private long started;

    Pace(long tokensBefore, double secondsBefore) {
        this.tokensBefore = tokensBefore;
        this.secondsBefore = secondsBefore;
    }

    void start() {
        started = System.nanoTime();
    }

    void stop(int stepTokens) {
        nanos += System.nanoTime() - started;
        tokens += stepTokens;
        steps++;
    }

    /** Mean of this process. */
    double tokensPerSecond() {
        return nanos == 0 ? 0 : tokens * 1e9 / nanos;
    }

    Duration remaining(int stepsLeft) {
        return steps == 0 ? Duration.ZERO : Duration.ofNanos(nanos / steps * stepsLeft);
    }

    long totalTokens() {
        return tokensBefore + tokens;
    }

    double totalSeconds() {
        return secondsBefore + nanos / 1e9;
    }
}
