/**
 * The Kafka Streams topology from events to examples and rejections: processors, stores, dead letters. How a
 * conversation is put together and how it is judged does not belong here.
 */
@NullMarked
package dev.millrace.curation.topology;

import org.jspecify.annotations.NullMarked;
