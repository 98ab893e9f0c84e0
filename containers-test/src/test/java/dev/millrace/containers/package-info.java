/** The pipeline on containers. Needs a Docker engine; run by the profile {@code containers} only. */
@NullMarked
package dev.millrace.containers;

import org.jspecify.annotations.NullMarked;
