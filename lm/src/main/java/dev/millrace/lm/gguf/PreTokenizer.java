package dev.millrace.lm.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a byte-level tokenizer cuts text before its merges, and llama.cpp's name for it ({@code tokenizer.ggml.pre}). llama.cpp
 * has the rules built in under names, so only tokenizers whose rules are the same can be exported.
 */
final class PreTokenizer {
    private static final String GPT2 = "gpt-2 expression";
    private static final String DIGITS = "single digits";
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
    private static final String WORDS = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String CASED = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String UNCASED = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String TEKKEN = "[^\\r\\n\\p{L}\\p{N}]?" + CASED + "*" + UNCASED + "+|[^\\r\\n\\p{L}\\p{N}]?"
            + CASED + "+" + UNCASED + "*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Map<List<String>, String> NAMES = Map.of(
            List.of(GPT2), "gpt-2",
            List.of(DIGITS, GPT2), "smollm",
            List.of(CONTRACTIONS + WORDS + "\\p{N}{1,3}" + REST), "llama-bpe",
            List.of(CONTRACTIONS + WORDS + "\\p{N}" + REST), "qwen2",
            List.of(TEKKEN), "tekken");

    private PreTokenizer() {}

    /** The name for the {@code pre_tokenizer} of a tokenizer.json; empty where llama.cpp has no such rules. */
    static Optional<String> nameOf(JsonNode preTokenizer) {
        List<String> rules = new ArrayList<>();
        return collect(preTokenizer, rules) ? Optional.ofNullable(NAMES.get(rules)) : Optional.empty();
    }

    /** Adds the rules in their order; false where one is of an unknown kind. */
    private static boolean collect(JsonNode step, List<String> rules) {
        switch (step.path("type").asText()) {
            case "Sequence" -> {
                for (JsonNode inner : step.path("pretokenizers")) {
                    if (!collect(inner, rules)) {
                        return false;
                    }
                }
                return true;
            }
            case "Digits" -> {
                rules.add(DIGITS);
                return step.path("individual_digits").asBoolean();
            }
            case "Split" -> {
                rules.add(step.path("pattern").path("Regex").asText());
                return true;
            }
            case "ByteLevel" -> {
                if (step.path("use_regex").asBoolean(true)) {
                    rules.add(GPT2);
                }
                return !step.path("add_prefix_space").asBoolean();
            }
            default -> {
                return false;
            }
        }
    }
}
