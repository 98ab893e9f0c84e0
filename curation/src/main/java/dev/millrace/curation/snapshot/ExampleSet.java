package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Example;
import java.util.function.Consumer;

/** The current examples of one domain at one moment, to be gone over more than once. */
@FunctionalInterface
interface ExampleSet {

    /** Hands out each example in order of its id. */
    void forEach(Consumer<Example> action);
}
