/** How customers stay unknown: pseudonyms under an installation's own key. */
@NullMarked
package dev.millrace.runtime.privacy;

import org.jspecify.annotations.NullMarked;
