package dev.millrace.lm.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import org.jspecify.annotations.Nullable;

/**
 * Token ids with the half-open range of characters each came from. Tokens that share a character share its range.
 */
@SuppressWarnings("ArrayRecordComponent") // package-private carrier between tokenizer and encoder
record EncodedText(int[] ids, int[] starts, int[] ends) {
    /** The tokenizer counts code points, Java counts chars. */
    static EncodedText of(String text, int[] ids, @Nullable CharSpan[] spans) {
        int[] charOf = charIndexes(text);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int before = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            starts[i] = span == null ? before : charOf[span.getStart()];
            ends[i] = span == null ? before : charOf[span.getEnd()];
            before = ends[i];
        }
        return new EncodedText(ids, starts, ends);
    }

    private static int[] charIndexes(String text) {
        int[] charOf = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < charOf.length - 1; i++) {
            charOf[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        charOf[charOf.length - 1] = text.length();
        return charOf;
    }
}
