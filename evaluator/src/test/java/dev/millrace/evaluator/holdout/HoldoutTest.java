package dev.millrace.evaluator.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.evaluator.TestAdapters;
import dev.millrace.evaluator.TestSnapshot;
import dev.millrace.evaluator.TestSnapshot.Chat;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldoutTest {
    private static final int LONGEST = 64;
    private static final Chat QUESTION = new Chat("s_1", "Where is my invoice?", "Under Billing.");

    @TempDir
    Path directory;

    @Test
    void shouldKeepOrderAndCountCustomersWhenNothingIsWrong() throws IOException {
        // When
        Holdout holdout = read("known", TestSnapshot.numbers(0, 4), TestSnapshot.numbers(10, 6));

        // Then
        assertThat(holdout.items())
                .extracting(item -> item.messages().get(0).content())
                .startsWith("What comes after 10?", "What comes after 11?")
                .hasSize(6);
        assertThat(holdout.subjects()).isEqualTo(3);
        assertThat(holdout.excluded()).isZero();
        assertThat(holdout.unusable()).isZero();
        assertThat(holdout.subjectsKnown()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatWasTrainedOnWhenOnlyCaseAndPunctuationDiffer() throws IOException {
        // Given
        Chat shouted = new Chat("s_2", "  WHERE is my invoice", "under billing!");
        Chat other = new Chat("s_3", "Where is my receipt?", "Under Billing.");

        // When
        Holdout holdout = read("known", List.of(QUESTION), List.of(QUESTION, shouted, other));

        // Then
        assertThat(holdout.items()).extracting(HoldoutItem::subject).containsExactly("s_3");
        assertThat(holdout.excluded()).isEqualTo(2);
    }

    @Test
    void shouldLeaveOutWhatTheChampionWasTrainedOn() throws IOException {
        // Given
        SnapshotFolder champion =
                TestSnapshot.write(directory.resolve("champion"), "known", List.of(QUESTION), List.of(), List.of());
        SnapshotFolder own = TestSnapshot.write(
                directory.resolve("own"), "known", TestSnapshot.numbers(0, 2), List.of(), List.of(QUESTION));

        // When
        Holdout holdout = read(own, List.of(own, champion));

        // Then
        assertThat(holdout.items()).isEmpty();
        assertThat(holdout.excluded()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsTooLongAsUnusable() throws IOException {
        // Given
        Chat endless = new Chat("s_2", "Why? ".repeat(LONGEST), "Because.");

        // When
        Holdout holdout = read("unknown", List.of(), List.of(QUESTION, endless));

        // Then
        assertThat(holdout.items()).extracting(HoldoutItem::subject).containsExactly("s_1");
        assertThat(holdout.unusable()).isEqualTo(1);
        assertThat(holdout.subjectsKnown()).isFalse();
    }

    private Holdout read(String subjects, List<Chat> train, List<Chat> holdout) throws IOException {
        SnapshotFolder own = TestSnapshot.write(directory.resolve("snapshot"), subjects, train, List.of(), holdout);
        return read(own, List.of(own));
    }

    private static Holdout read(SnapshotFolder snapshot, List<SnapshotFolder> trainedOn) {
        try (Tokenizer tokenizer = Tokenizer.read(TestAdapters.BASE)) {
            return Holdout.read(snapshot, trainedOn, ChatEncoder.of(TestAdapters.BASE, tokenizer), LONGEST);
        }
    }
}
