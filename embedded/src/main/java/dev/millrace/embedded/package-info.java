/**
 * A Kafka broker inside this JVM and a schema registry in a child process, both on loopback and both keeping their data
 * in a directory. Nothing here knows Millrace's topics, configuration or services.
 */
@NullMarked
package dev.millrace.embedded;

import org.jspecify.annotations.NullMarked;
