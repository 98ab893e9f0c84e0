/** Reports that people and programs read. */
@NullMarked
package dev.millrace.evaluator.report;

import org.jspecify.annotations.NullMarked;
