package dev.millrace.ingest.http;

/** Counts the requests, and their bytes, that are not answered yet, and takes no more than its limits. Thread-safe. */
final class InFlight {
    private final int maxRequests;
    private final long maxBytes;
    private int requests;
    private long bytes;

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Takes a request of that size if there is room; whoever took it gives it back. */
    synchronized boolean tryTake(long size) {
        if (requests == maxRequests || bytes + size > maxBytes) {
            return false;
        }
        requests++;
        bytes += size;
        return true;
    }

    synchronized void giveBack(long size) {
        requests--;
        bytes -= size;
    }

    synchronized long bytes() {
        return bytes;
    }
}
