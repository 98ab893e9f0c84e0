/**
 * Reading snapshot folders, for all who train and evaluate. Cutting and writing them is the business of {@code curation}.
 */
@NullMarked
package dev.millrace.runtime.snapshots;

import org.jspecify.annotations.NullMarked;
