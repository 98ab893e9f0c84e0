package dev.millrace.lm.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * The {@code quantization_config} of a model folder whose weights are stored in 4 bits, as transformers and bitsandbytes
 * write it. Only NF4 with double quantization is known.
 */
public final class BitsandbytesConfig {
    public static final String KEY = "quantization_config";

    private BitsandbytesConfig() {}

    /**
     * Whether the folder's weights are stored in NF4.
     *
     * @throws FormatException where they are quantized some other way
     */
    public static boolean isNf4(Path folder) {
        return isNf4(Json.read(folder.resolve("config.json")));
    }

    static boolean isNf4(Json config) {
        if (!config.has(KEY)) {
            return false;
        }
        Json quantization =
                config.object(KEY).orElseThrow(() -> config.wrong(KEY, "an object with quant_method \"bitsandbytes\""));
        require(quantization, "quant_method", "bitsandbytes");
        require(quantization, "bnb_4bit_quant_type", "nf4");
        require(quantization, "bnb_4bit_quant_storage", "uint8");
        for (String flag : new String[] {"load_in_4bit", "bnb_4bit_use_double_quant"}) {
            if (!quantization.flag(flag, false)) {
                throw quantization.wrong(flag, "true: only NF4 with double quantization is read");
            }
        }
        return true;
    }

    private static void require(Json quantization, String key, String value) {
        if (!quantization.text(key, value).equals(value)) {
            throw quantization.wrong(
                    key, "\"" + value + "\"; or give the unquantized weights, they are quantized when loaded");
        }
    }

    /** What config.json says of weights in NF4 that compute in bf16. */
    public static ObjectNode nf4() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("quant_method", "bitsandbytes")
                .put("load_in_4bit", true)
                .put("load_in_8bit", false)
                .put("bnb_4bit_quant_type", "nf4")
                .put("bnb_4bit_use_double_quant", true)
                .put("bnb_4bit_compute_dtype", "bfloat16")
                .put("bnb_4bit_quant_storage", "uint8");
        config.putArray("llm_int8_skip_modules").add("lm_head");
        return config;
    }
}
