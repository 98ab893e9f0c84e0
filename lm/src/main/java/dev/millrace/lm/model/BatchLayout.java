package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.kernel.Spans;

/** Where the documents of a batch lie, and by how much each token is turned: from zero at every document's start. */
record BatchLayout(Rotation rotation, Spans spans) {}
