/**
 * Keeps the current examples and cuts them into immutable snapshots: selection, splits, files, triggers, publication.
 * How an example comes about does not belong here.
 */
@NullMarked
package dev.millrace.curation.snapshot;

import org.jspecify.annotations.NullMarked;
