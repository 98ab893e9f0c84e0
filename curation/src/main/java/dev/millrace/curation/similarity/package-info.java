/**
 * How alike texts are: shingles, MinHash signatures, and the indexes that find near duplicates. Pure functions and plain
 * data structures, no Kafka and no files. What follows from likeness is decided where snapshots are cut.
 */
@NullMarked
package dev.millrace.curation.similarity;

import org.jspecify.annotations.NullMarked;
