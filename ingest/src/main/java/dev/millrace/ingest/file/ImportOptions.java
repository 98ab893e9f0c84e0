package dev.millrace.ingest.file;

import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import java.nio.file.Path;

/**
 * What is to be imported, and how.
 *
 * @param mapping which column of a CSV file holds what
 * @param maxBad largest share of bad lines, from 0 to 1
 * @param report file for the bad lines, one JSON object a line
 */
public record ImportOptions(
        Path file,
        EventKind<?> kind,
        Origin origin,
        FileFormat format,
        ColumnMapping mapping,
        double maxBad,
        Path report) {}
