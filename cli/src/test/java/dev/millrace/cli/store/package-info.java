/** Tests of what may be removed from the artifact store. */
@NullMarked
package dev.millrace.cli.store;

import org.jspecify.annotations.NullMarked;
