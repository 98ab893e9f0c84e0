/**
 * The events: records generated from {@code src/main/avro}, and the sealed interfaces over their unions.
 *
 * <p>Not {@code @NullMarked}: the generated code is not annotated.
 */
package dev.millrace.schemas.event;
