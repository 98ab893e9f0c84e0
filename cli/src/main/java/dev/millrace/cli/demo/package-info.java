/** The demonstration: the whole platform, a simulated company, and what came of it. */
@NullMarked
package dev.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
