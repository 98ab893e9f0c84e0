package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.event.Example;
import java.util.function.Consumer;

/** The examples of a domain without those of people who asked to be forgotten, though their tombstones may still be on the way. */
final class WithoutErased implements ExampleSet {
    private final ExampleSet examples;
    private final ErasedSubjects erased;

    WithoutErased(ExampleSet examples, ErasedSubjects erased) {
        this.examples = examples;
        this.erased = erased;
    }

    @Override
    public void forEach(Consumer<Example> action) {
        examples.forEach(example -> {
            if (!isErased(example)) {
                action.accept(example);
            }
        });
    }

    private boolean isErased(Example example) {
        return erased.covers(example.getDomain(), example.getSubject(), example.getAliases())
                || erased.covers(example.getDomain(), Candidate.subject(example));
    }

    @Override
    public ComparedText compared(String exampleId) {
        return examples.compared(exampleId);
    }
}
