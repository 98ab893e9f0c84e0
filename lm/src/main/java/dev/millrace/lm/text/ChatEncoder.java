package dev.millrace.lm.text;

import dev.millrace.lm.text.AnswerSpans.Span;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Conversations to token ids, with targets on the assistant's words and the token that ends them, nowhere else. What would
 * teach a model wrong (no target, all targets, a doubled begin token, an answer that never ends) is refused. Special tokens
 * spelled in a message stay mere text, see {@link SpecialTokenGuard}. Thread-safe; the caller closes the tokenizer.
 */
public final class ChatEncoder {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final SpecialTokens specialTokens;
    private final SpecialTokenGuard guard;

    public ChatEncoder(Tokenizer tokenizer, ChatTemplate template, SpecialTokens specialTokens) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.specialTokens = specialTokens;
        this.guard = new SpecialTokenGuard(tokenizer.specialTokens().keySet());
    }

    /** For the template and special tokens of a model folder. */
    public static ChatEncoder of(Path modelFolder, Tokenizer tokenizer) {
        return new ChatEncoder(
                tokenizer,
                ChatTemplate.read(modelFolder),
                TokenizerConfig.read(modelFolder).specialTokens());
    }

    /** The ids a model is given to continue. */
    public int[] prompt(List<ChatMessage> messages) {
        return refuseDoubledBegin(tokenizer.encode(template.render(guard.guard(messages), true)));
    }

    /**
     * The whole conversation, however long.
     *
     * @throws ChatTemplateException when the conversation cannot be trained on, with the reason
     */
    public Document encode(List<ChatMessage> messages) {
        refuseSilence(messages);
        AnswerSpans answers = AnswerSpans.find(template, guard.guard(messages));
        EncodedText encoded = tokenizer.encodeWithPlaces(answers.text());
        refuseDoubledBegin(encoded.ids());
        int[] targets = new int[encoded.ids().length];
        Arrays.fill(targets, TokenBatch.IGNORED);
        for (Span span : answers.spans()) {
            mark(encoded, span, targets);
        }
        Document document = new Document(encoded.ids(), targets);
        refuseUntrainable(document);
        return document;
    }

    /**
     * The conversation in at most {@code maxTokens}: the oldest exchanges are left out until it fits, the system turn stays.
     * Empty when its last exchange alone is too long; an answer is never cut.
     */
    public Optional<Document> encodeWithin(List<ChatMessage> messages, int maxTokens) {
        List<ChatMessage> window = messages;
        Document document = encode(window);
        while (document.size() > maxTokens) {
            window = ChatWindow.withoutOldestExchange(window);
            if (window.isEmpty()) {
                return Optional.empty();
            }
            document = encode(window);
        }
        return Optional.of(document);
    }

    /**
     * Tokens that end an answer: what the template puts after the assistant's words, and the model's end token. Generation
     * stops at any of them.
     */
    public Set<Integer> stopIds() {
        Set<Integer> stops = new TreeSet<>();
        Document probe = encode(List.of(ChatMessage.user("a"), ChatMessage.assistant("b")));
        for (int target : probe.targets()) {
            if (isEnd(target)) {
                stops.add(target);
            }
        }
        Integer end = tokenizer.specialTokens().get(specialTokens.eos());
        if (end != null) {
            stops.add(end);
        }
        return stops;
    }

    private static void refuseSilence(List<ChatMessage> messages) {
        if (messages.stream().noneMatch(ChatMessage::isAssistant)) {
            throw new ChatTemplateException(
                    "The conversation has no assistant turn, so nothing would be scored; its roles" + " are "
                            + messages.stream().map(ChatMessage::role).toList());
        }
        for (int turn = 0; turn < messages.size(); turn++) {
            if (messages.get(turn).isAssistant() && messages.get(turn).content().isBlank()) {
                throw new ChatTemplateException(
                        "Turn " + (turn + 1) + " is an empty answer of the assistant, expected words to learn");
            }
        }
    }

    /** Targets are shifted: position t predicts token t + 1. */
    private void mark(EncodedText encoded, Span span, int[] targets) {
        int last = -1;
        for (int t = 1; t < encoded.ids().length; t++) {
            if (encoded.ends()[t] > span.start() && encoded.starts()[t] < span.end()) {
                targets[t - 1] = encoded.ids()[t];
                last = t;
            }
        }
        if (last < 0 || !isEnd(encoded.ids()[last])) {
            throw new ChatTemplateException("The chat template ends an answer with "
                    + (last < 0 ? "nothing" : "\"" + tokenizer.decode(encoded.ids()[last]) + "\"")
                    + ", expected a special token; a model trained so would never stop: let the template end"
                    + " assistant turns with eos_token");
        }
    }

    private boolean isEnd(int id) {
        return tokenizer.specialTokens().containsValue(id);
    }

    private void refuseUntrainable(Document document) {
        int scored = document.scored();
        if (scored == 0 || scored >= document.size() - 1) {
            throw new ChatTemplateException("The assistant mask covers " + scored + " of " + document.size()
                    + " tokens, expected some but not all; the chat template does not separate the turns");
        }
    }

    private int[] refuseDoubledBegin(int[] ids) {
        Integer begin = tokenizer.specialTokens().get(specialTokens.bos());
        if (begin != null && ids.length > 1 && ids[0] == begin && ids[1] == begin) {
            throw new ChatTemplateException("The rendering begins with " + specialTokens.bos()
                    + " twice, expected once;" + " remove one from the chat template");
        }
        return ids;
    }
}
