/** Measuring adapters on a snapshot's holdout, the only code that opens it. Decides nothing and knows no Kafka. */
@NullMarked
package dev.millrace.evaluator.holdout;

import org.jspecify.annotations.NullMarked;
