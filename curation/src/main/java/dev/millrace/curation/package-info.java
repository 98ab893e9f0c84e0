/** What curation tells about itself. The work is done in the packages below. */
@NullMarked
package dev.millrace.curation;

import org.jspecify.annotations.NullMarked;
