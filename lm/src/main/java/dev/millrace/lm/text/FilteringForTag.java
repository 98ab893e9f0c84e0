package dev.millrace.lm.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import com.hubspot.jinjava.util.ForLoop;
import com.hubspot.jinjava.util.ObjectIterator;
import com.hubspot.jinjava.util.ObjectTruthValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.tuple.Pair;
import org.jspecify.annotations.Nullable;

/**
 * {@code {% for item in items if condition %}}, which Jinjava renders as nothing: the items are filtered first, so that {@code
 * loop} counts those that are left.
 */
final class FilteringForTag extends ForTag {
    private static final long serialVersionUID = 1L;

    @Override
    public Pair<List<String>, String> getLoopVarsAndExpression(TagToken token) {
        Pair<List<String>, String> loop = super.getLoopVarsAndExpression(token);
        int condition = conditionOf(loop.getRight());
        return condition < 0 ? loop : Pair.of(loop.getLeft(), loop.getRight().substring(0, condition));
    }

    @Override
    public String renderForCollection(
            TagNode tag, JinjavaInterpreter interpreter, List<String> names, @Nullable Object items) {
        refuseElse(tag);
        String expression =
                super.getLoopVarsAndExpression((TagToken) tag.getMaster()).getRight();
        int at = conditionOf(expression);
        Object left = at < 0 ? items : filter(interpreter, names, items, expression.substring(at + " if ".length()));
        return super.renderForCollection(tag, interpreter, names, left);
    }

    /** Jinjava would render the else part with every item. */
    private static void refuseElse(TagNode tag) {
        for (Node child : tag.getChildren()) {
            if (child instanceof TagNode inner && inner.getName().equals("else")) {
                PythonJinja.raiseException("a loop with an else part is not supported; test the list before the loop");
            }
        }
    }

    private static List<Object> filter(
            JinjavaInterpreter interpreter, List<String> names, @Nullable Object items, String condition) {
        List<Object> left = new ArrayList<>();
        ForLoop loop = ObjectIterator.getLoop(items);
        while (loop.hasNext()) {
            Object item = loop.next();
            interpreter.enterScope();
            try {
                bind(interpreter, names, item);
                if (ObjectTruthValue.evaluate(interpreter.resolveELExpression(condition, -1))) {
                    left.add(item);
                }
            } finally {
                interpreter.leaveScope();
            }
        }
        return left;
    }

    private static void bind(JinjavaInterpreter interpreter, List<String> names, Object item) {
        if (names.size() == 2 && item instanceof Map.Entry<?, ?> entry) {
            interpreter.getContext().put(names.get(0), entry.getKey());
            interpreter.getContext().put(names.get(1), entry.getValue());
        } else {
            interpreter.getContext().put(names.get(0), item);
        }
    }

    /** Where {@code " if "} stands outside of strings and brackets and is not half of {@code if … else}; -1 if nowhere. */
    private static int conditionOf(String expression) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (depth == 0 && expression.startsWith(" if ", i) && !expression.contains(" else ")) {
                return i;
            }
        }
        return -1;
    }
}
