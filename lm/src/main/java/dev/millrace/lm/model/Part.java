package dev.millrace.lm.model;

/** One tensor of the checkpoint within a stack of rows: its name there and how many rows it takes. */
record Part(String name, int rows) {}
