/**
 * Tensors of libtorch with owners, and TorchScript programs packed and called from Java. The only package that knows
 * DJL; what the tensors mean is not its business.
 */
@NullMarked
package dev.millrace.lm.torch;

import org.jspecify.annotations.NullMarked;
