/**
 * Jobs as a queue: a Kafka share group that gives each job to one worker at a time and gives it to another when the
 * worker is lost. Nothing here knows what a job is.
 */
@NullMarked
package dev.millrace.trainer.queue;

import org.jspecify.annotations.NullMarked;
