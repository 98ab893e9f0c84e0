package dev.millrace.trainer.training;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.config.RecipeConfig;
import java.io.IOException;
import java.nio.file.Path;

/** An adapter with all that its folder tells of it. Immutable. */
public record TrainedAdapter(PeftAdapter adapter, RecipeConfig recipe, Provenance provenance, Figures figures) {

    /**
     * Writes {@code adapter_config.json}, {@code adapter_model.safetensors}, {@code training.json} and {@code README.md} into
     * an existing folder. Whoever needs them whole or absent stages the folder.
     */
    public void write(Path folder) throws IOException {
        adapter.forBase(provenance.baseModel(), null).write(folder);
        new AdapterCard(this).write(folder);
    }
}
