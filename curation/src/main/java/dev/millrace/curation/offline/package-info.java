/** Curation of a file without Kafka: to see what a policy makes of it before it goes live. */
@NullMarked
package dev.millrace.curation.offline;

import org.jspecify.annotations.NullMarked;
