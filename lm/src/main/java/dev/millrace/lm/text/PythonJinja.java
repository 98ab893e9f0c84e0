package dev.millrace.lm.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Locale;
import jinjava.javax.el.CompositeELResolver;

/** Jinjava set up to behave as the Jinja environment of transformers does. */
final class PythonJinja {
    private static final long MAX_OUTPUT = 16L << 20;

    private PythonJinja() {}

    static Jinjava create(Clock clock) {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonStringMethods());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        Jinjava jinja = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(python())
                .withLocale(Locale.ENGLISH)
                .withTimeZone(clock.getZone())
                .withDateTimeProvider(clock::millis)
                .withMaxOutputSize(MAX_OUTPUT)
                .withElResolver(resolver)
                .build());
        jinja.registerFunction(function("raise_exception", "raiseException", String.class));
        jinja.registerFunction(function("strftime_now", "strftimeNow", String.class));
        jinja.registerFilter(new ToJsonFilter());
        jinja.registerFilter(new StripFilter());
        jinja.registerFilter(new ItemsFilter());
        jinja.registerTag(new GenerationTag());
        jinja.registerTag(new FilteringForTag());
        return jinja;
    }

    /** Jinjava's switches towards Python; blanks within {@code {{x}}} stay optional. */
    private static LegacyOverrides python() {
        return LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .withUsePyishObjectMapper(true)
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withAllowAdjacentTextNodes(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .withHandleBackslashInQuotesOnly(true)
                .build();
    }

    /** How a template refuses a conversation. */
    public static String raiseException(String message) {
        ChatTemplateException raised = new ChatTemplateException(message);
        JinjavaInterpreter.getCurrent().addError(TemplateError.fromException(raised));
        throw raised;
    }

    /** The present moment of the template's clock in a Python date format. */
    public static String strftimeNow(String format) {
        JinjavaConfig config = JinjavaInterpreter.getCurrent().getConfig();
        ZonedDateTime now = Instant.ofEpochMilli(config.getDateTimeProvider().getCurrentTimeMillis())
                .atZone(config.getTimeZone());
        return Strftime.format(format, now);
    }

    private static ELFunctionDefinition function(String name, String method, Class<?> argument) {
        return new ELFunctionDefinition("", name, PythonJinja.class, method, argument);
    }
}
