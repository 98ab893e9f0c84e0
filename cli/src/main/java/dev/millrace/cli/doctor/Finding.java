package dev.millrace.cli.doctor;

/**
 * What one check found.
 *
 * @param remedy what to do; empty where all is well
 */
public record Finding(String check, boolean ok, String found, String remedy) {

    static Finding ok(String check, String found) {
        return new Finding(check, true, found, "");
    }

    static Finding problem(String check, String found, String remedy) {
        return new Finding(check, false, found, remedy);
    }

    static Finding of(String check, boolean ok, String found, String remedy) {
        return new Finding(check, ok, found, ok ? "" : remedy);
    }
}
