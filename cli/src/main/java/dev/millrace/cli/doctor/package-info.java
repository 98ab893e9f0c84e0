/** What a machine needs to run Millrace, checked one by one, each with what to do about it. */
@NullMarked
package dev.millrace.cli.doctor;

import org.jspecify.annotations.NullMarked;
