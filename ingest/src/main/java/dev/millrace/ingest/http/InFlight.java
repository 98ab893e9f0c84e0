package dev.millrace.ingest.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that were accepted and are not yet acknowledged, and takes no more than its limit. Thread-safe. */
final class InFlight {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    InFlight(long limit) {
        this.limit = limit;
    }

    boolean tryAdd(long more) {
        if (bytes.addAndGet(more) > limit) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    void remove(long done) {
        bytes.addAndGet(-done);
    }

    long bytes() {
        return bytes.get();
    }
}
