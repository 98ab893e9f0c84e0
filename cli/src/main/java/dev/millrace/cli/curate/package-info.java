/** Curation of a file, from its lines to the files of a snapshot. */
@NullMarked
package dev.millrace.cli.curate;

import org.jspecify.annotations.NullMarked;
