/**
 * One measurement of the engine, of the way from events to examples or of the search for near duplicates a process, printed as a line
 * of JSON; {@code compare.py} runs the engine's beside the peers', {@code curation.sh} the others.
 */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
