/** Redaction of a file of texts, from its lines to the lines of another. */
@NullMarked
package dev.millrace.cli.redact;

import org.jspecify.annotations.NullMarked;
