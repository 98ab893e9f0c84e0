/** What the HTTP servers of Millrace share: the bearer token. */
@NullMarked
package dev.millrace.runtime.http;

import org.jspecify.annotations.NullMarked;
