package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Turn;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No rule takes more than linear time: of the worst texts, four times as much takes about four times as long; quadratic time would be sixteen
 * times as long. Processor time of the thread, the best of some tries, and a bound between the two.
 */
class LinearTimeTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Policy POLICY = Policy.of(PolicyConfig.DEFAULTS);
    private static final int LENGTH = 4_000;
    private static final int TIMES = 4;
    private static final double MOST = 2.2 * TIMES;
    private static final int TRIES = 6;
    /** Less is not worth a look. */
    private static final long NANOS = 3_000_000;

    @ParameterizedTest(name = "{0}")
    @MethodSource("work")
    void shouldTakeTimeInProportionToTheText(String what, Consumer<String> work) {
        List<String> slow = new ArrayList<>();
        HostileTexts.shapes().forEach((shape, piece) -> {
            // When
            String times = times(work, piece);

            // Then
            if (!times.isEmpty()) {
                slow.add(shape + ": " + times);
            }
        });

        assertThat(slow).isEmpty();
    }

    static Stream<Arguments> work() {
        return Stream.of(
                Arguments.of("cleaning", (Consumer<String>) CleanText::of),
                Arguments.of("mail", (Consumer<String>) MailText::of),
                Arguments.of("redaction", (Consumer<String>)
                        text -> POLICY.redactor(List.of(text), List.of("Ann Berg", text.substring(0, 200)))
                                .redact(text)),
                Arguments.of("slots", (Consumer<String>) text -> Slots.fill(text, Map.of("a", "b"))),
                Arguments.of("conversation", (Consumer<String>) text -> check(text, ConversationRules.ALL)),
                Arguments.of("support", (Consumer<String>) text -> check(text, SupportRules.ALL)),
                Arguments.of("wording", (Consumer<String>) text -> check(text, WordingRules.ALL)),
                Arguments.of("gopher", (Consumer<String>) text -> check(text, GopherRules.ALL)),
                Arguments.of("fineweb", (Consumer<String>) text -> check(text, FineWebRules.ALL)),
                Arguments.of("a verdict", (Consumer<String>) text -> Judge.judge(conversation(text), POLICY)),
                Arguments.of("an example", (Consumer<String>) text -> {
                    Conversation conversation = conversation(text);
                    Examples.of(conversation, dialogue(conversation), POLICY, "en", Map.of(), text);
                }));
    }

    private static void check(String text, List<Rule> rules) {
        Conversation conversation = conversation(text);
        Judged judged = new Judged(conversation, dialogue(conversation), 0, PolicyConfig.DEFAULTS);
        rules.forEach(rule -> rule.check(judged));
    }

    private static Dialogue dialogue(Conversation conversation) {
        return Dialogue.of(conversation, true, text -> text);
    }

    /** Half of it is many answers in a row. */
    private static Conversation conversation(String text) {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("q", Author.CUSTOMER, Instant.EPOCH, text.substring(0, text.length() / 2), false));
        for (int from = text.length() / 2; from < text.length(); from += 20) {
            String piece = text.substring(from, Math.min(text.length(), from + 20));
            turns.add(new Turn("a" + from, Author.AGENT, Instant.EPOCH, piece, false));
        }
        return Conversation.newBuilder()
                .setDomain("billing")
                .setSource("desk")
                .setConversationId("t1")
                .setSubject("s_1")
                .setKind(ConversationKind.TICKET)
                .setTurns(turns)
                .setOutcome(Outcome.RESOLVED)
                .setKnownNames(List.of("Ann Berg"))
                .setOccurredAt(Instant.EPOCH)
                .setRevision(0)
                .setSourceOffsets(List.of())
                .build();
    }

    /** How long both took, where that is out of proportion every time; else nothing. */
    private static String times(Consumer<String> work, IntFunction<String> piece) {
        String once = HostileTexts.text(piece, LENGTH);
        String often = HostileTexts.text(piece, TIMES * LENGTH);
        long least = Long.MAX_VALUE;
        long most = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, nanos(work, once));
            most = Math.min(most, nanos(work, often));
            if (most < NANOS || most < MOST * least) {
                return "";
            }
        }
        return least + " ns, " + TIMES + " times as much " + most + " ns";
    }

    private static long nanos(Consumer<String> work, String text) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.accept(text);
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}
