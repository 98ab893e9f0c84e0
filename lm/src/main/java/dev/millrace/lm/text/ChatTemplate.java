package dev.millrace.lm.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorReason;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's Jinja chat template, rendered as transformers renders it: {@code trim_blocks}, {@code lstrip_blocks}, Python's
 * string methods, {@code raise_exception}, {@code strftime_now}, {@code tojson}. Message text is data: Jinja syntax in it is
 * never run. Thread-safe.
 */
public final class ChatTemplate {
    private final Jinjava jinja;
    private final String source;
    private final SpecialTokens tokens;
    private final Map<String, Object> variables;

    public ChatTemplate(String source, SpecialTokens tokens, Clock clock) {
        this.jinja = PythonJinja.create(clock);
        this.source = TemplateSource.checked(source, jinja);
        this.tokens = tokens;
        this.variables = Map.of();
    }

    private ChatTemplate(ChatTemplate other, Map<String, Object> variables) {
        this.jinja = other.jinja;
        this.source = other.source;
        this.tokens = other.tokens;
        this.variables = Map.copyOf(variables);
    }

    /** The same template with values of its own names, such as Qwen3's {@code enable_thinking} or Llama's {@code date_string}. */
    public ChatTemplate with(Map<String, Object> values) {
        return new ChatTemplate(this, values);
    }

    /**
     * Reads {@code chat_template.jinja}, or the key of tokenizer_config.json, with the folder's special tokens. Templates that
     * show the date show that of UTC.
     */
    public static ChatTemplate read(Path modelFolder) {
        return read(modelFolder, Clock.systemUTC());
    }

    public static ChatTemplate read(Path modelFolder, Clock clock) {
        TokenizerConfig config = TokenizerConfig.read(modelFolder);
        return new ChatTemplate(config.chatTemplate(), config.specialTokens(), clock);
    }

    /** The Jinja source of a model folder's template; empty where the folder has none. */
    public static Optional<String> sourceOf(Path modelFolder) {
        return TokenizerConfig.read(modelFolder).findChatTemplate();
    }

    /** The texts of a model folder's begin and end tokens. */
    public static SpecialTokens specialTokensOf(Path modelFolder) {
        return TokenizerConfig.read(modelFolder).specialTokens();
    }

    /**
     * The conversation as text.
     *
     * @param addGenerationPrompt end with what opens the assistant's next turn
     * @throws ChatTemplateException when the template refuses the conversation or is broken
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        if (messages.isEmpty()) {
            throw new ChatTemplateException("The conversation has no turns, expected at least one");
        }
        Map<String, Object> bindings = new HashMap<>(variables);
        bindings.put("messages", messages.stream().map(ChatTemplate::asMap).toList());
        bindings.put("add_generation_prompt", addGenerationPrompt);
        bindings.put("bos_token", tokens.bos());
        bindings.put("eos_token", tokens.eos());
        RenderResult result = jinja.renderForResult(source, bindings);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == ErrorType.FATAL || error.getReason() == ErrorReason.SYNTAX_ERROR) {
                throw new ChatTemplateException("The chat template failed at line " + error.getLineno() + ": "
                        + error.getMessage() + "; messages had the roles "
                        + messages.stream().map(ChatMessage::role).toList());
            }
        }
        return result.getOutput();
    }

    private static Map<String, Object> asMap(ChatMessage message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", message.role());
        fields.put("content", message.content());
        return fields;
    }
}
