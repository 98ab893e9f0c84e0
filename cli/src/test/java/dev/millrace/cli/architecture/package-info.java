/** The dependency rules of the modules. */
@NullMarked
package dev.millrace.cli.architecture;

import org.jspecify.annotations.NullMarked;
