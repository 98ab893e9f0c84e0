/**
 * {@code millrace.yaml} as nested records: defaults, checks, overrides by environment, and the text of
 * {@code docs/configuration.md}. What a setting does is the business of the module that reads it.
 */
@NullMarked
package dev.millrace.runtime.config;

import org.jspecify.annotations.NullMarked;
