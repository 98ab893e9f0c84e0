package dev.millrace.lm.train;

/** Bounds of recipe values. */
final class Range {
    private Range() {}

    static void check(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "recipe: " + name + " is " + plain(value) + ", expected " + plain(min) + " to " + plain(max));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
