/** What a file or folder is: model folder, adapter, GGUF file, snapshot. Looks at headers only. */
@NullMarked
package dev.millrace.cli.inspect;

import org.jspecify.annotations.NullMarked;
