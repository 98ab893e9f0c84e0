/**
 * Writes records to Kafka all-or-nothing: transactions, their identity across restarts, and many callers sharing one
 * transaction. What the records say does not belong here.
 */
@NullMarked
package dev.millrace.ingest.write;

import org.jspecify.annotations.NullMarked;
