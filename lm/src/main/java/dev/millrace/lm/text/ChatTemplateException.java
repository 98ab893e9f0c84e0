package dev.millrace.lm.text;

/** A chat template that cannot render a conversation, or whose rendering cannot be trained on. */
public final class ChatTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChatTemplateException(String message) {
        super(message);
    }
}
