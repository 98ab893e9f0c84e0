package dev.millrace.simulator;

import java.util.concurrent.locks.LockSupport;

/** Holds a sender to a rate. Not thread-safe. */
public final class Pace {
    private final double eventsPerSecond;
    private final long begin = System.nanoTime();
    private long sent;

    /** @param eventsPerSecond positive; infinity for as fast as possible */
    public Pace(double eventsPerSecond) {
        if (!(eventsPerSecond > 0)) {
            throw new IllegalArgumentException("rate is " + eventsPerSecond + " events/s; expected more than 0");
        }
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Waits until so many further events are due; returns at once if the thread is interrupted. */
    public void await(int events) {
        sent += events;
        long due = begin + (long) (sent / eventsPerSecond * 1e9);
        for (long left = due - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }
}
