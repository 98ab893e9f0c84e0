/** Files that are whole or absent, whatever stops the process: write, sync, rename. */
@NullMarked
package dev.millrace.runtime.files;

import org.jspecify.annotations.NullMarked;
