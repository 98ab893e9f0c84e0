package dev.millrace.runtime.service;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service whose work is one {@link Loop}: it is as ready and as failed as its loop, and ends after it. */
public abstract class LoopService implements Service {

    private final String name;
    private final OpenResources opened;
    private volatile @Nullable Loop loop;

    protected LoopService(String name) {
        this.name = name;
        this.opened = new OpenResources(name);
    }

    @Override
    public final String name() {
        return name;
    }

    /** Takes over what the loop uses; it is closed after the loop has ended. */
    @CanIgnoreReturnValue
    protected final <C extends AutoCloseable> C keep(C resource) {
        return opened.keep(resource);
    }

    /** Starts the loop, once all that it uses is open; see {@link Loop#Loop} for the wakeup. */
    protected final void repeat(Loop.Step step, Runnable wakeup) {
        loop = keep(new Loop(name, step, wakeup).start());
    }

    @Override
    public boolean ready() {
        return loop != null && loop.alive();
    }

    @Override
    public final Optional<Throwable> failure() {
        return loop == null ? Optional.empty() : loop.failure();
    }

    @Override
    public final void close() {
        opened.close();
    }
}
