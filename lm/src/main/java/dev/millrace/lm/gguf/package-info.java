/**
 * GGUF, the file of llama.cpp and Ollama: its reader and writer, its block formats, and models and adapters written in it.
 * Host memory only. What a checkpoint is, and how an adapter is merged into it, belongs to {@code checkpoint}.
 */
@NullMarked
package dev.millrace.lm.gguf;

import org.jspecify.annotations.NullMarked;
