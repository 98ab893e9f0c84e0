package dev.millrace.bench;

import dev.millrace.curation.rules.Judge;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Turn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.consumer.RecordedFrame;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Judging as the topology judges, one conversation after the other on one thread: cleaned, redacted, held against every rule of the default
 * policy, its language told by the first 200 characters, its example made with both MinHash signatures.
 */
@Command(
        name = "judge",
        description = "Redaction, quality, language and MinHash of tickets or of a file, on one thread.")
final class JudgingBench implements Runnable {
    private static final String RULES = "dev.millrace.curation.rules.";
    /** Classes whose methods are rules, each a unit of its own. */
    private static final Set<String> RULE_CLASSES = Set.of("ConversationRules", "SupportRules", "WordingRules");
    /** Classes whose time is their caller's. */
    private static final Set<String> HELPERS =
            Set.of("TextFigures", "Boilerplate", "Profanity", "Slots", "Judged", "Rule", "Profiles");

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private ConversationsOption input = new ConversationsOption();

    private final Policy policy = Policy.of(PolicyConfig.DEFAULTS);
    private int accepted;

    @Override
    public void run() {
        Judge.prepare();
        List<Conversation> conversations = input.conversations();
        rounds.measure(conversations.size(), () -> round(conversations), JudgingBench::unit)
                .with(
                        "characters",
                        conversations.stream()
                                .mapToInt(JudgingBench::characters)
                                .average()
                                .orElseThrow())
                .with("documents", conversations.size())
                .with("accepted", (double) accepted / conversations.size())
                .print();
    }

    private static int characters(Conversation conversation) {
        return conversation.getTurns().stream()
                .map(Turn::getText)
                .mapToInt(String::length)
                .sum();
    }

    private void round(List<Conversation> conversations) {
        accepted = 0;
        for (Conversation conversation : conversations) {
            accepted += Judge.judge(conversation, policy) instanceof Verdict.Accepted ? 1 : 0;
        }
    }

    private static Optional<String> unit(RecordedFrame frame) {
        if (SampledShares.classIn(frame, RULES + "redaction.").isPresent()) {
            return Optional.of("redaction");
        }
        if (SampledShares.classIn(frame, "dev.millrace.curation.similarity.").isPresent()) {
            return Optional.of("MinHash");
        }
        return SampledShares.classIn(frame, RULES)
                .filter(name -> !HELPERS.contains(name))
                .map(name -> RULE_CLASSES.contains(name)
                        ? "rule " + frame.getMethod().getName()
                        : name);
    }
}
