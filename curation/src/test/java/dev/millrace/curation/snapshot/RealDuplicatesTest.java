package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.RealConversations;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the default policy, and a cap on replies, leave out of public data sets. Prints it. */
class RealDuplicatesTest {
    private static final String DOMAIN = "billing";

    @Test
    void shouldLeaveOutFewWhenAnswersWereWrittenOneByOne() throws IOException {
        List<Example> examples = examples(RealConversations.bitext());

        print("Bitext", examples);

        assertThat(cut(examples, 0).excludedByReason().getOrDefault(ExclusionReason.NEAR_DUPLICATE, 0L))
                .isLessThan(50);
    }

    @Test
    void shouldLeaveOutFewWhenConversationsWereHeldByPeople() throws IOException {
        List<Example> examples = examples(RealConversations.star());

        print("STAR", examples);

        assertThat(cut(examples, 0).excludedByReason().getOrDefault(ExclusionReason.NEAR_DUPLICATE, 0L))
                .isLessThan(200);
    }

    private static void print(String name, List<Example> examples) {
        System.out.printf(
                "%s, %d conversations, maxExamplesPerReply 20: %s%n",
                name, examples.size(), cut(examples, 20).excludedByReason());
    }

    private static List<Example> examples(List<List<Message>> conversations) {
        List<Example> examples = new ArrayList<>();
        conversations.forEach(messages -> examples.add(SimilarExamples.example(DOMAIN, examples.size(), messages)));
        return examples;
    }

    private static Cut cut(List<Example> examples, int replies) {
        DomainConfig config = MillraceConfig.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "domainDefaults.policy.similarity.maxExamplesPerReply", Integer.toString(replies)))
                .domain(DOMAIN);
        return Cut.of(DOMAIN, SnapshotIds.inOrder(examples), config);
    }
}
