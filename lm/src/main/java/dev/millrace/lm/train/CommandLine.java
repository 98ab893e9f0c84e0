package dev.millrace.lm.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --key value} pairs; unknown keys are refused. */
record CommandLine(Map<String, String> values) {
    static CommandLine parse(Set<String> known, String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String key = arguments[i];
            if (!key.startsWith("--") || !known.contains(key.substring(2))) {
                throw new IllegalArgumentException(
                        "Unknown option " + key + ", expected --<option> with one of " + known);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(key + " has no value");
            }
            values.put(key.substring(2), arguments[i + 1]);
        }
        return new CommandLine(values);
    }

    String text(String key, String whenAbsent) {
        return values.getOrDefault(key, whenAbsent);
    }

    @Nullable
    String optional(String key) {
        return values.get(key);
    }

    String required(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("--" + key + " is missing");
        }
        return value;
    }

    int whole(String key, int whenAbsent) {
        String value = values.get(key);
        return value == null ? whenAbsent : Integer.parseInt(value);
    }

    double real(String key, double whenAbsent) {
        String value = values.get(key);
        return value == null ? whenAbsent : Double.parseDouble(value);
    }
}
