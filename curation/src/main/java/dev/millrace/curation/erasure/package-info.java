/**
 * Forgetting people: the requests, the search for what is left of them, and the receipts. What the person is erased from is
 * each service's own business; here it is only asked for, and looked whether it was done.
 */
@NullMarked
package dev.millrace.curation.erasure;

import org.jspecify.annotations.NullMarked;
