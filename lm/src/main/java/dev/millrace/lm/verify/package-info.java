/**
 * The engine against the numbers of the reference implementation, on a folder of golden cases.
 */
@NullMarked
package dev.millrace.lm.verify;

import org.jspecify.annotations.NullMarked;
