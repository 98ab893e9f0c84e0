/** Turning logits into text's tokens: greedy and sampled decoding. Knows no tokenizer. */
@NullMarked
package dev.millrace.lm.generate;

import org.jspecify.annotations.NullMarked;
