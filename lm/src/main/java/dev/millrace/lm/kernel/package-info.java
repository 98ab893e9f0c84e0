/**
 * The arithmetic of a transformer, one operation at a time, over tensors that the caller has made: fused kernels behind
 * {@link dev.millrace.lm.kernel.Kernels}, and the matrix products between them. Knows no model and no training.
 */
@NullMarked
package dev.millrace.lm.kernel;

import org.jspecify.annotations.NullMarked;
