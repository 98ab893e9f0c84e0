/** One broker and one registry per test JVM. Not for production code. */
@NullMarked
package dev.millrace.embedded.testing;

import org.jspecify.annotations.NullMarked;
