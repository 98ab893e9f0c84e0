/**
 * From chat messages to token batches: tokenizer, chat template, assistant-only targets, packing.
 * Nothing here knows weights or gradients.
 */
@NullMarked
package dev.millrace.lm.text;

import org.jspecify.annotations.NullMarked;
