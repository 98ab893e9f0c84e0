/**
 * From a snapshot folder and a base model to an adapter folder: checks before, figures after. No Kafka here, so that the
 * command line trains as the service does; the mathematics lives in {@code lm}.
 */
@NullMarked
package dev.millrace.trainer.training;

import org.jspecify.annotations.NullMarked;
