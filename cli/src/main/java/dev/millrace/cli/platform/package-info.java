/**
 * The platform on one machine: its directory, the supervisor that runs it, and how other commands find and reach it.
 * Services themselves live in their modules.
 */
@NullMarked
package dev.millrace.cli.platform;

import org.jspecify.annotations.NullMarked;
