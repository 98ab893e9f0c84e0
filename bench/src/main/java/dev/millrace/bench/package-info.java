/** One measurement of the engine a process, printed as a line of JSON; {@code compare.py} runs them beside the peers'. */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
