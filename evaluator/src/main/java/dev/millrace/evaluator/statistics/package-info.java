/**
 * How sure one can be of a difference in loss: estimates over paired items that are clustered by subject. No models, no
 * files, no Kafka.
 */
@NullMarked
package dev.millrace.evaluator.statistics;

import org.jspecify.annotations.NullMarked;
