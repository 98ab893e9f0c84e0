/**
 * Transformer language models of the Llama and Qwen families: loading, forward, hand-written backward, LoRA and
 * full-parameter training. Tokens in, losses and logits out; text and training loops live elsewhere.
 */
@NullMarked
package dev.millrace.lm.model;

import org.jspecify.annotations.NullMarked;
