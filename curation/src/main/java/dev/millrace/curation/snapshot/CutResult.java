package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Snapshot;

/**
 * What a cut gave.
 *
 * @param snapshot the newest snapshot of the domain
 * @param unchanged whether it was there before, because nothing that it follows from has changed
 */
public record CutResult(Snapshot snapshot, boolean unchanged) {}
