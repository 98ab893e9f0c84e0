package dev.millrace.curation.snapshot;

import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.schemas.event.Example;

/** Tells which examples must not be used any more. */
public final class ErasedExamples {
    private ErasedExamples() {}

    /** Whether anybody who had a part in the conversation asked to be forgotten. */
    public static boolean covers(ErasedSubjects.List erased, Example example) {
        String domain = example.getDomain();
        return erased.covers(domain, example.getSubject(), example.getAliases())
                || erased.covers(domain, SnapshotExample.subjectOfItsOwn(example.getExampleId()), example.getOthers());
    }
}
