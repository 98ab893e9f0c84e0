package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.RealConversations;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the default policy leaves out of public data sets. Prints it. */
class RealDuplicatesTest {
    private static final String DOMAIN = "billing";

    @Test
    void shouldLeaveOutFewWhenAnswersWereWrittenOneByOne() throws IOException {
        assertThat(excluded("Bitext, 4,514 answers", RealConversations.bitext()))
                .isLessThan(10);
    }

    @Test
    void shouldLeaveOutFewWhenConversationsWereHeldByPeople() throws IOException {
        assertThat(excluded("STAR", RealConversations.star())).isLessThan(60);
    }

    @Test
    void shouldCapCannedRepliesAndNotDropThemWhenManyQuestionsGetThem() throws IOException {
        Cut cut = cut("Bitext, 27 answers", RealConversations.cannedBitext());

        assertThat(cut.counts().getTrain()).isBetween(27L * 25, 27L * 50);
        assertThat(cut.excludedByReason()).containsKey(ExclusionReason.REPLY_CAP);
    }

    private static long excluded(String name, List<List<Message>> conversations) {
        return cut(name, conversations).counts().getExcluded();
    }

    private static Cut cut(String name, List<List<Message>> conversations) {
        List<Example> examples = examples(conversations);
        Cut cut = Cut.of(DOMAIN, SnapshotIds.inOrder(examples), DomainConfig.DEFAULTS);
        System.out.printf("MEASURED %s: %s, left out %s%n", name, cut.counts(), cut.excludedByReason());
        return cut;
    }

    private static List<Example> examples(List<List<Message>> conversations) {
        List<Example> examples = new ArrayList<>();
        conversations.forEach(messages -> examples.add(SimilarExamples.example(DOMAIN, examples.size(), messages)));
        return examples;
    }
}
