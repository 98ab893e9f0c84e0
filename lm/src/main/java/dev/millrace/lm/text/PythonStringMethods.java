package dev.millrace.lm.text;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** Answers {@code text.strip()}, {@code text[0]} and the like with Python's meaning; leaves everything else to the next resolver. */
final class PythonStringMethods extends ELResolver {
    private static final Pattern INDEX = Pattern.compile("-?\\d{1,9}");

    @Override
    public @Nullable Object invoke(
            ELContext context, @Nullable Object base, Object method, Class<?>[] types, Object[] arguments) {
        if (!(base instanceof CharSequence) || method == null) {
            return null;
        }
        Object result =
                PythonStrings.call(base.toString(), method.toString(), arguments == null ? new Object[0] : arguments);
        context.setPropertyResolved(result != null);
        return result;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        if (!(base instanceof CharSequence text)
                || property == null
                || !INDEX.matcher(property.toString()).matches()) {
            return null;
        }
        int index = Integer.parseInt(property.toString());
        int at = index < 0 ? text.length() + index : index;
        context.setPropertyResolved(true);
        return at >= 0 && at < text.length() ? text.subSequence(at, at + 1).toString() : null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
        // Strings have nothing to set; the context stays unresolved.
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return null;
    }
}
