package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.CutMark;
import dev.millrace.schemas.event.PartitionOffset;

/**
 * A cut to be made.
 *
 * @param view the examples, frozen at a batch boundary; whoever makes the cut closes it
 * @param mark the domain's changes that the view holds
 * @param offset how far the examples topic had been read
 */
record CutRequest(
        String domain, int partition, ExampleIndex.DomainView view, CutMark mark, PartitionOffset offset, Due due) {}
