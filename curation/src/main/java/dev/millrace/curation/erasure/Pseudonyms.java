package dev.millrace.curation.erasure;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds pseudonyms in bytes of any format that keeps texts as they are, such as Avro: {@code s_} or {@code c_}, then 32
 * hexadecimal digits. Takes one pass.
 */
final class Pseudonyms {
    private static final int DIGITS = 32;
    private static final int LENGTH = DIGITS + 2;

    private Pseudonyms() {}

    static void in(byte[] bytes, Consumer<String> found) {
        for (int i = 0; i + LENGTH <= bytes.length; i++) {
            if (bytes[i + 1] == '_' && (bytes[i] == 's' || bytes[i] == 'c') && areDigits(bytes, i + 2)) {
                found.accept(new String(bytes, i, LENGTH, StandardCharsets.US_ASCII));
            }
        }
    }

    private static boolean areDigits(byte[] bytes, int from) {
        for (int i = from; i < from + DIGITS; i++) {
            boolean digit = (bytes[i] >= '0' && bytes[i] <= '9') || (bytes[i] >= 'a' && bytes[i] <= 'f');
            if (!digit) {
                return false;
            }
        }
        return true;
    }
}
