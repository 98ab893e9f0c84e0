/**
 * A model folder's tensors under the checkpoint's names: which there must be, reading them checked, with an adapter merged in,
 * and folders made of them. Host memory only, one tensor at a time; how a model computes belongs to {@code model}.
 */
@NullMarked
package dev.millrace.lm.checkpoint;

import org.jspecify.annotations.NullMarked;
