package dev.millrace.cli.command;

import dev.millrace.lm.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Turns tokens into text that can be shown: a character may span several tokens. */
final class Pieces {
    private static final String INCOMPLETE = "\uFFFD";

    private final Tokenizer tokenizer;
    private final Consumer<String> sink;
    private final List<Integer> ids = new ArrayList<>();
    private int shown;

    Pieces(Tokenizer tokenizer, Consumer<String> sink) {
        this.tokenizer = tokenizer;
        this.sink = sink;
    }

    void add(int id) {
        ids.add(id);
        String text = text();
        if (!text.endsWith(INCOMPLETE)) {
            show(text);
        }
    }

    void finish() {
        show(text());
    }

    private String text() {
        return tokenizer.decode(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    private void show(String text) {
        if (text.length() > shown) {
            sink.accept(text.substring(shown));
            shown = text.length();
        }
    }
}
