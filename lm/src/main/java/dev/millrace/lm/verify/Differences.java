package dev.millrace.lm.verify;

/** Counts what should be equal and is not, and remembers the first. */
final class Differences {
    private int compared;
    private int count;
    private String first = "";

    void compare(Object expected, Object found) {
        compared++;
        if (!expected.equals(found)) {
            first = count++ == 0 ? "case " + compared + ": found " + found + ", expected " + expected : first;
        }
    }

    Finding finding() {
        return compared == 0
                ? Finding.differences(1, "there is nothing to compare")
                : Finding.differences(count, count == 0 ? compared + " equal" : first);
    }
}
