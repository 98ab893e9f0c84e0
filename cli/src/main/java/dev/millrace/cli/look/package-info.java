/** Reads what topics and groups hold, for the commands that show it. Nothing here writes. */
@NullMarked
package dev.millrace.cli.look;

import org.jspecify.annotations.NullMarked;
