package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.schemas.event.Example;
import java.util.function.Consumer;

/** The current examples of one domain at one moment, to be gone over more than once. */
interface ExampleSet {

    /** Hands out each example in order of its id. */
    void forEach(Consumer<Example> action);

    /** What of an example is compared with others. */
    ComparedText compared(String exampleId);
}
