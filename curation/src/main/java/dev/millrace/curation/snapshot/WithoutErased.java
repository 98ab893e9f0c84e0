package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.event.Example;
import java.util.function.Consumer;

/** The examples of a domain without those of people who asked to be forgotten, though their tombstones may still be on the way. */
final class WithoutErased implements ExampleSet {
    private final ExampleSet examples;
    private final ErasedSubjects.List erased;

    /** @param erased as it is now, for the set is gone over more than once */
    WithoutErased(ExampleSet examples, ErasedSubjects.List erased) {
        this.examples = examples;
        this.erased = erased;
    }

    @Override
    public void forEach(Consumer<Example> action) {
        examples.forEach(example -> {
            if (!ErasedExamples.covers(erased, example)) {
                action.accept(example);
            }
        });
    }

    @Override
    public ComparedText compared(String exampleId) {
        return examples.compared(exampleId);
    }
}
