/** What the terminal shows: styles, tables, progress bars, the live stage display. Knows nothing of Millrace's topics. */
@NullMarked
package dev.millrace.cli.terminal;

import org.jspecify.annotations.NullMarked;
