@NullMarked
package dev.millrace.cli.look;

import org.jspecify.annotations.NullMarked;
