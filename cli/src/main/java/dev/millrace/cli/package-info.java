/** The {@code millrace} command: entry point and exit codes. What a command does lies in the packages beside. */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
