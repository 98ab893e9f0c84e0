/** Reads the topics for people: to their end, or as they grow. Nothing here writes. */
@NullMarked
package dev.millrace.cli.flow;

import org.jspecify.annotations.NullMarked;
