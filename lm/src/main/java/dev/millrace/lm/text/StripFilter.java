package dev.millrace.lm.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import org.jspecify.annotations.Nullable;

/** {@code trim} by Python's notion of white space, which Java's own trim is not. */
final class StripFilter implements Filter {
    @Override
    public String getName() {
        return "trim";
    }

    @Override
    public Object filter(@Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
        return value == null ? "" : PythonStrings.strip(value.toString(), true, true, null);
    }
}
