/**
 * The two services of this module. How jobs are made is the business of {@code planner}, how they are run that of
 * {@code worker}, what a run does that of {@code training}.
 */
@NullMarked
package dev.millrace.trainer;

import org.jspecify.annotations.NullMarked;
