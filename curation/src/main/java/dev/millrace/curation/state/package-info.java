/**
 * What the stores hold: records generated from {@code src/main/avro}.
 *
 * <p>Not {@code @NullMarked}: the generated code is not annotated.
 */
package dev.millrace.curation.state;
