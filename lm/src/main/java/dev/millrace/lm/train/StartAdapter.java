package dev.millrace.lm.train;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** An adapter that a training goes on from. */
final class StartAdapter {

    private StartAdapter() {}

    /** Whatever decides what the adapter's numbers mean must be the recipe's; dropout need not. */
    static void check(LoraConfig found, LoraConfig recipe) {
        boolean same = found.rank() == recipe.rank()
                && found.scale() == recipe.scale()
                && found.targets().equals(recipe.targets());
        if (!same) {
            throw new StartAdapterException("the adapter to go on from has " + shape(found) + ", the recipe "
                    + shape(recipe) + "; give the recipe the adapter's, or start afresh");
        }
    }

    private static String shape(LoraConfig config) {
        return "rank " + config.rank() + ", alpha " + config.alpha() + (config.rsLora() ? " (rsLoRA)" : "")
                + " and targets " + config.targets();
    }

    /** Equal for equal numbers under equal names. */
    static String fingerprint(PeftAdapter adapter) {
        Fingerprint print = new Fingerprint("adapter");
        for (Map.Entry<String, HostTensor> tensor : new TreeMap<>(adapter.tensors()).entrySet()) {
            float[] values = tensor.getValue().values();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
            bytes.asFloatBuffer().put(values);
            print.add(tensor.getKey()).add(bytes);
        }
        return print.hex();
    }
}
