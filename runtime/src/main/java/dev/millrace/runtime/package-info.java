/** How Millrace tells its user that something went wrong: exit codes and errors made to be read. */
@NullMarked
package dev.millrace.runtime;

import org.jspecify.annotations.NullMarked;
