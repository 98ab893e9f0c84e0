/**
 * Judges text: what of a conversation may become a training example, and why not. Imports no Kafka; knows nothing of
 * topics, stores and files.
 */
@NullMarked
package dev.millrace.curation.rules;

import org.jspecify.annotations.NullMarked;
