package dev.millrace.runtime.service;

import java.util.Optional;

/** A part of Millrace that runs until it is closed. Started once; {@code ready} and {@code failure} from any thread. */
public interface Service extends AutoCloseable {

    /** Short and lower-case, such as {@code curation}. */
    String name();

    /** Begins the work and returns; what must be right before traffic is checked here. */
    void start() throws Exception;

    /** Whether it takes work now. */
    boolean ready();

    /** Why it cannot go on; empty while it can. A failed service ends its process. */
    default Optional<Throwable> failure() {
        return Optional.empty();
    }

    /** Finishes or hands back what is in flight, then stops. */
    @Override
    void close();
}
