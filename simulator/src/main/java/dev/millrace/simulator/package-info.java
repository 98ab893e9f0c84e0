/**
 * An invented company's tickets and chats, deterministic by seed. What is said stands in {@code larkspur.yaml}; this
 * package decides who says it, when, and what goes wrong. Sending events anywhere does not belong here.
 */
@NullMarked
package dev.millrace.simulator;

import org.jspecify.annotations.NullMarked;
