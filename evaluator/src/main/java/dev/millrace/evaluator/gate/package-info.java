/** What the measurements mean: checks, verdict and summary. No models and no files. */
@NullMarked
package dev.millrace.evaluator.gate;

import org.jspecify.annotations.NullMarked;
