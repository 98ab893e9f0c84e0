/** One class for each command: options, and the words around what other packages do. */
@NullMarked
package dev.millrace.cli.command;

import org.jspecify.annotations.NullMarked;
