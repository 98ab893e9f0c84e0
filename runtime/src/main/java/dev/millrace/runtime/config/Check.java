package dev.millrace.runtime.config;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of the config records; each message names the component, its value and what would be right. */
final class Check {

    private Check() {}

    static void range(String component, long value, long least, long most) {
        that(
                value >= least && value <= most,
                component,
                value,
                most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most);
    }

    static void atLeast(String component, long value, long least) {
        range(component, value, least, Long.MAX_VALUE);
    }

    static void within(String component, double value, double least, double most) {
        that(value >= least && value <= most, component, value, least + " to " + most);
    }

    static void positive(String component, double value) {
        that(value > 0 && Double.isFinite(value), component, value, "a number above 0");
    }

    static void positive(String component, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            that(false, component, Durations.format(value), "a duration above 0");
        }
    }

    static void notBlank(String component, String value) {
        that(!value.isBlank(), component, "empty", "some text");
    }

    static void matches(String component, String value, Pattern pattern, String expected) {
        that(pattern.matcher(value).matches(), component, "'" + value + "'", expected);
    }

    static void notEmpty(String component, Collection<?> value) {
        that(!value.isEmpty(), component, "empty", "at least one entry");
    }

    static void that(boolean right, String component, @Nullable Object found, String expected) {
        if (!right) {
            throw new IllegalArgumentException("%s is %s; expected %s".formatted(component, found, expected));
        }
    }
}
