package dev.millrace.lm.text;

import com.hubspot.jinjava.Jinjava;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adapts a template to Jinjava, and refuses what Jinjava would silently render wrong. */
final class TemplateSource {
    private static final Pattern CODE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
    private static final Pattern STRING =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern FILTER = Pattern.compile("\\|\\s*([a-zA-Z_]\\w*)");
    private static final Pattern NEGATED_TEST =
            Pattern.compile("\\bnot\\s+([\\w.]+(?:\\['?\\w+'?])*)\\s+is\\s+((?:not\\s+)?\\w+)");
    private static final Pattern STRING_OR_NEGATED_TEST = Pattern.compile(STRING + "|" + NEGATED_TEST, Pattern.DOTALL);
    private static final Pattern NAMESPACE = Pattern.compile("namespace\\(([^()]*)\\)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*=(?!=)\\s*([^,]+)");

    private TemplateSource() {}

    static String checked(String source, Jinjava jinja) {
        Matcher code = CODE.matcher(source);
        while (code.find()) {
            check(STRING.matcher(code.group()).replaceAll("''"), jinja);
        }
        String adapted =
                CODE.matcher(source).replaceAll(found -> Matcher.quoteReplacement(withBracketedTests(found.group())));
        return withoutLastNewline(withBracketedAssignments(adapted.replace("[::-1]", "|reverse")));
    }

    private static void check(String code, Jinjava jinja) {
        Matcher filter = FILTER.matcher(code);
        while (filter.find()) {
            if (jinja.getGlobalContext().getFilter(filter.group(1)) == null) {
                throw new ChatTemplateException("The chat template uses the filter '" + filter.group(1) + "' in " + code
                        + ", which is not known here; write the template without it");
            }
        }
    }

    /** Jinjava binds {@code not} tighter than {@code is}: {@code not x is defined} becomes {@code not (x is defined)}. */
    private static String withBracketedTests(String code) {
        return STRING_OR_NEGATED_TEST
                .matcher(code)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? found.group()
                                : "not (" + found.group(1) + " is " + found.group(2) + ")"));
    }

    /** Jinjava binds {@code name=} tighter than operators: {@code namespace(n=a - 1)} becomes {@code namespace(n=(a - 1))}. */
    private static String withBracketedAssignments(String source) {
        return NAMESPACE
                .matcher(source)
                .replaceAll(call -> Matcher.quoteReplacement(
                        "namespace(" + ASSIGNMENT.matcher(call.group(1)).replaceAll("$1=($2)") + ")"));
    }

    /** As Jinja2 does by default ({@code keep_trailing_newline} off). */
    private static String withoutLastNewline(String source) {
        return source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    }
}
