/** Snapshot events become training jobs. Nothing here runs one. */
@NullMarked
package dev.millrace.trainer.planner;

import org.jspecify.annotations.NullMarked;
