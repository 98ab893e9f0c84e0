/**
 * How a service lives: checks before traffic, start, health, failure, clean stop. What a service does is the business of
 * its own module.
 */
@NullMarked
package dev.millrace.runtime.service;

import org.jspecify.annotations.NullMarked;
