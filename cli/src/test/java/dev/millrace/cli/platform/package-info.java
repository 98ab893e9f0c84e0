/** Tests of the platform on one machine. */
@NullMarked
package dev.millrace.cli.platform;

import org.jspecify.annotations.NullMarked;
