/** Tests of erasure across the whole platform. */
@NullMarked
package dev.millrace.cli.erasure;

import org.jspecify.annotations.NullMarked;
