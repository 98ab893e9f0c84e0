/**
 * The files of the Hugging Face world, read and written with every bound checked: config.json, safetensors, PEFT adapters.
 * Host memory only: nothing here touches the tensor library or knows what a token is.
 */
@NullMarked
package dev.millrace.lm.format;

import org.jspecify.annotations.NullMarked;
