package dev.millrace.ingest.event;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one event; lists the first 20 and counts the rest. Not thread-safe. */
public final class Problems {
    private static final int LISTED = 20;

    private final List<Problem> listed = new ArrayList<>();
    private int count;

    public void add(String field, String message) {
        count++;
        if (listed.size() < LISTED) {
            listed.add(new Problem(field, message));
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The problems in the order found, with a last line that counts those not listed. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(listed);
        if (count > LISTED) {
            all.add(new Problem("", (count - LISTED) + " more problems are not listed"));
        }
        return all;
    }
}
