/**
 * 4-bit weights: NF4 with double quantization, on the host. How the engine spreads them over its buffers belongs elsewhere.
 */
@NullMarked
package dev.millrace.lm.quant;

import org.jspecify.annotations.NullMarked;
