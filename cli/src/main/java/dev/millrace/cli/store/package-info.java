/** Housekeeping of the artifact store: which artifacts are still referred to, and which are not. */
@NullMarked
package dev.millrace.cli.store;

import org.jspecify.annotations.NullMarked;
