/**
 * The training loop around a model: recipe, data, schedule, evaluation, checkpoints, resume.
 * The mathematics belongs to the model; queues, events and artifacts belong to the services that call this.
 */
@NullMarked
package dev.millrace.lm.train;

import org.jspecify.annotations.NullMarked;
