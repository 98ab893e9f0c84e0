package dev.millrace.runtime.service;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one owner has opened so far, closed in reverse order. One that fails to close is told of in the log, and the rest
 * are closed all the same. For one thread at a time.
 */
public final class OpenResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);

    private final String owner;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @param owner as the log names it */
    public OpenResources(String owner) {
        this.owner = owner;
    }

    /** Takes the resource over and gives it back for use. */
    @CanIgnoreReturnValue
    public <C extends AutoCloseable> C keep(C resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("{} did not close in order", owner, e);
            }
        }
    }
}
