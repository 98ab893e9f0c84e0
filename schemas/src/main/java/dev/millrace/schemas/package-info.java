/**
 * The contracts between the services: topic catalogue, keys, partitioners, serdes and their bootstrap. What a service
 * does with an event does not belong here.
 */
@NullMarked
package dev.millrace.schemas;

import org.jspecify.annotations.NullMarked;
