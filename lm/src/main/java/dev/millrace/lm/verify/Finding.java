package dev.millrace.lm.verify;

/** What a check found, before it has a name. */
record Finding(double error, double tolerance, String detail) {
    /** Of a step that only holds other checks. */
    static final Finding NOTHING = new Finding(0, 0, "");

    /** Of things that must be the same; the detail tells the first difference. */
    static Finding differences(int count, String first) {
        return new Finding(count, 0, first);
    }
}
