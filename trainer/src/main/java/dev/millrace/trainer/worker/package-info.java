/**
 * One worker: takes a job from the queue, keeps it while it is trained, tells how it goes and how it ended. Where the next
 * job comes from is the business of {@code queue}, what training does that of {@code training}.
 */
@NullMarked
package dev.millrace.trainer.worker;

import org.jspecify.annotations.NullMarked;
