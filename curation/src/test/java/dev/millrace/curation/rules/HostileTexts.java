package dev.millrace.curation.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** What a text may be made of so that a rule, an expression or a loop has as much to do as it can. */
final class HostileTexts {
    private HostileTexts() {}

    /** Pieces by number, under a name. */
    static Map<String, IntFunction<String>> shapes() {
        Map<String, IntFunction<String>> shapes = new LinkedHashMap<>();
        for (String piece : new String[] {
            "a",
            "A",
            "7",
            " ",
            "\t",
            "\n",
            "\r",
            "\u00a0",
            "\u200b",
            ".",
            ",",
            "-",
            "+",
            "(",
            ")",
            "/",
            ":",
            "@",
            "_",
            "<",
            ">",
            "{",
            "=",
            "\"",
            "{{a",
            "{{a}}",
            "<A_",
            "<EMAIL_1",
            "a@",
            "a@b",
            "a.",
            "@a.",
            "://",
            "://a:",
            "://a:b",
            "//a:b@",
            "a:b@",
            "1 ",
            "1-",
            "1.",
            "1/",
            "+1 ",
            "(1) ",
            "1:",
            "::",
            "fe80:",
            "f:",
            "aa-",
            "12345 ",
            "4111 ",
            "4-",
            "DE89 ",
            "DE89",
            "bc1",
            "1A",
            "eyJ",
            "eyJ.",
            "eyJa.eyJb.",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----",
            "--",
            "sk_live_",
            "AKIA",
            "password is ",
            "password: ",
            "pwd=",
            "account ",
            "account 1",
            "passport number ",
            "born ",
            "born 1/",
            "born on 1. ",
            "May 1, ",
            "1 May ",
            "Dear Ann ",
            "Dear Ann,\n",
            "my name is Ann ",
            "my name is ",
            "Regards,\n",
            "Regards,\nAnn\n",
            "Thanks\n",
            "Ann Berg ",
            "1 Mill Street\n",
            "Mill ",
            "> ",
            "> a\n",
            "On Ann wrote:\n",
            "On a\n",
            "From: a\n",
            "From: a\nSent: b\n",
            "--\n",
            "-----Original Message",
            "Sent from my ",
            "intended recipient\n\n",
            "a\n\n",
            "...\n",
            "# ",
            "- a\n",
            "the ",
            "a b ",
            "\ud83d",
            "\ud83d\ude00",
            "\u0130",
            "\u4e2d",
            "e\u0301",
            "\u202e",
            "\ufffe"
        }) {
            shapes.put(piece, i -> piece);
        }
        shapes.put("words that never come again", i -> "w" + Integer.toString(i * 7919, Character.MAX_RADIX) + " ");
        shapes.put("names that begin alike", i -> "Dear Ann B" + letters(i) + ",\n");
        shapes.put("names of four words that begin alike", i -> "Hi Ann Ann Ann B" + letters(i) + "\n");
        shapes.put("addresses that begin alike", i -> "Regards,\nAnn\n1 Mill Street " + i + "\n");
        shapes.put("numbers that never come again", i -> "call 212-555-" + (1000 + i) + " ");
        shapes.put("lines that never come again", i -> i + "\n");
        return shapes;
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int left = number; left > 0; left /= 26) {
            letters.append((char) ('a' + left % 26));
        }
        return letters.toString();
    }

    /** A text of so many characters, or a few more. */
    static String text(IntFunction<String> shape, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(shape.apply(i));
        }
        return text.toString();
    }
}
