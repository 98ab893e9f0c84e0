/**
 * Large things as files: stored whole or not at all, named by {@code artifact:///} URIs, checked by SHA-256. What the
 * files mean is the business of the modules that write them.
 */
@NullMarked
package dev.millrace.runtime.artifacts;

import org.jspecify.annotations.NullMarked;
