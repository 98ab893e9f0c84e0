package dev.millrace.lm.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code mapping | items}: key and value of every entry, nothing for what is undefined. */
final class ItemsFilter implements Filter {
    @Override
    public String getName() {
        return "items";
    }

    @Override
    public Object filter(@Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            return List.copyOf(map.entrySet());
        }
        throw new ChatTemplateException(
                "items was asked of " + value.getClass().getSimpleName() + ", expected a mapping");
    }
}
