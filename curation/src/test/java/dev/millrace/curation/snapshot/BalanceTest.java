package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What train is made of: caps, weights and shares, and what is put in against forgetting. */
class BalanceTest {
    private static final String DOMAIN = "billing";
    private static final List<Example> EXAMPLES = examples(900);

    @TempDir
    private Path directory;

    /** Half have tag a, a third b, a sixth c or none; two of three are of the desk; some six weeks. */
    private static List<Example> examples(int count) {
        Random random = new Random(17);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = IntStream.range(0, 12)
                    .mapToObj(word -> "w" + random.nextInt(100_000))
                    .collect(Collectors.joining(" "));
            String tag = i % 6 < 3 ? "a" : i % 6 < 5 ? "b" : "c";
            Example example = TestExamples.example(DOMAIN, i, "s_" + i / 2, text, tag);
            example.setSource(i % 3 == 0 ? "chat" : "desk");
            if (i % 12 == 5) {
                example.setTags(List.of());
            }
            examples.add(example);
        }
        return List.copyOf(examples);
    }

    @Test
    void shouldKeepTheNewestOfEachSourceAndMonthInTrainAlone() {
        Cut plain = cut(Map.of());

        Cut cut = cut(Map.of("maxPerSource", "100", "maxPerMonth", "70"));

        assertThat(train(cut, example -> List.of(example.getSource())).values()).allMatch(count -> count <= 100);
        assertThat(train(cut, BalanceTest::month).values()).allMatch(count -> count <= 70);
        assertThat(cut.counts().getHoldout()).isEqualTo(plain.counts().getHoldout());
        assertThat(cut.counts().getValidation()).isEqualTo(plain.counts().getValidation());
        assertThat(cut.excludedByReason()).containsOnlyKeys(ExclusionReason.SOURCE_CAP, ExclusionReason.MONTH_CAP);
    }

    @Test
    void shouldKeepTheWeightOfTagsAndSourcesAndAddOnlyWhenItGrows() {
        Cut plain = cut(Map.of());

        Cut cut = cut(Map.of("tagWeights.a", "0.25", "sourceWeights.chat", "0.5"));
        Cut more = cut(Map.of("tagWeights.a", "0.5", "sourceWeights.chat", "0.5"));

        Map<String, Long> before = train(plain, BalanceTest::tagAndSource);
        Map<String, Long> after = train(cut, BalanceTest::tagAndSource);
        assertThat(share(after, before, "a desk")).isBetween(0.15, 0.35);
        assertThat(share(after, before, "a chat")).isBetween(0.04, 0.23);
        assertThat(share(after, before, "c chat")).isNaN();
        assertThat(share(after, before, "b desk")).isOne();
        assertThat(cut.excludedByReason()).containsOnlyKeys(ExclusionReason.WEIGHT);
        assertThat(more.selection().ids(Split.TRAIN))
                .containsAll(cut.selection().ids(Split.TRAIN));
    }

    static Stream<Arguments> shares() {
        Function<Example, List<String>> tags = Example::getTags;
        Function<Example, List<String>> sources = example -> List.of(example.getSource());
        Function<Example, List<String>> months = BalanceTest::month;
        return Stream.of(
                Arguments.of("maxTagShare", 0.4, tags, ExclusionReason.TAG_SHARE),
                Arguments.of("maxSourceShare", 0.55, sources, ExclusionReason.SOURCE_SHARE),
                Arguments.of("maxMonthShare", 0.505, months, ExclusionReason.MONTH_SHARE));
    }

    @ParameterizedTest
    @MethodSource("shares")
    void shouldHoldAShareOfWhatStaysAndLeaveOutNoMore(
            String key, double share, Function<Example, List<String>> groups, ExclusionReason reason) {
        Cut cut = cut(Map.of(key, String.valueOf(share)));

        long all = cut.counts().getTrain();
        long largest = Collections.max(train(cut, groups).values());
        assertThat((double) largest).isLessThanOrEqualTo(share * all).isGreaterThan(share * all - 2);
        assertThat(cut.excludedByReason()).containsOnlyKeys(reason);
    }

    @Test
    void shouldLeaveNothingOutWhenThereAreTooFewGroupsForTheShare() {
        assertThat(cut(Map.of("maxSourceShare", "0.4")).excludedByReason()).isEmpty();
    }

    @Test
    void shouldTakeAShareFromOutsideTheWindowAgain() {
        DomainConfig window = config(Map.of("window.maxExamples", "400"));
        DomainConfig age = config(Map.of("window.maxAge", "400h", "balance.replayShare", "0.2"));
        DomainConfig size = config(Map.of("window.maxExamples", "400", "balance.replayShare", "0.2"));

        Cut plain = cut(EXAMPLES, window);
        for (DomainConfig config : List.of(age, size)) {
            Cut cut = cut(EXAMPLES, config);

            long replayed = cut.selection().replayed().size();
            assertThat((double) replayed / cut.counts().getTrain()).isBetween(0.19, 0.2);
            assertThat(cut.selection().ids(Split.TRAIN))
                    .containsAll(cut.selection().replayed());
            assertThat(cut.selection().excluded())
                    .doesNotContainKeys(cut.selection().replayed().toArray(String[]::new));
            assertThat(cut.made().counts()).containsEntry("window:outside", replayed);
        }
        assertThat(cut(EXAMPLES, size).counts().getHoldout())
                .isEqualTo(plain.counts().getHoldout());
    }

    @Test
    void shouldNeverTakeAgainWhatIsLikeTheHoldoutOrThere() {
        List<Example> examples = new ArrayList<>(EXAMPLES);
        List<Example> old = new ArrayList<>();
        for (Example example : EXAMPLES.subList(500, 900)) {
            Example copy = TestExamples.example(DOMAIN, 5_000 + old.size(), "s_old_" + old.size(), "");
            copy.setMessages(example.getMessages());
            copy.setSignature(example.getSignature());
            copy.setOccurredAt(TestExamples.START.minusSeconds(3600));
            old.add(copy);
        }
        examples.addAll(old);

        Cut cut = cut(examples, config(Map.of("window.maxAge", "420h", "balance.replayShare", "0.5")));

        Set<String> copies = old.stream().map(Example::getExampleId).collect(Collectors.toSet());
        Set<String> texts = new HashSet<>();
        Set<String> again = new HashSet<>();
        examples.stream()
                .filter(example -> cut.selection().splits().containsKey(example.getExampleId()))
                .forEach(example -> {
                    if (!texts.add(example.getMessages().toString())) {
                        again.add(example.getExampleId());
                    }
                });
        assertThat(cut.selection().replayed()).isNotEmpty().doesNotContainAnyElementsOf(copies);
        assertThat(again).isEmpty();
    }

    @Test
    void shouldTakeGeneralTextByHashAndTellItsFile() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            lines.add(general("What is " + i + " and one?", "It is " + (i + 1) + ", as everybody can count."));
        }
        String protectedText = "nobody may ever learn these words by heart since they are what we test with later on";
        for (int i = 0; i < 50; i++) {
            lines.add(general("Say it " + i, protectedText));
        }
        Cut plain = cut(Map.of());
        Example held = EXAMPLES.stream()
                .filter(example -> plain.selection().splits().get(example.getExampleId()) == Split.HOLDOUT)
                .findFirst()
                .orElseThrow();
        lines.add(general("A question?", held.getMessages().get(1).getContent()));
        Path file = Files.write(directory.resolve("general.jsonl"), lines);
        Path tests = Files.writeString(directory.resolve("tests.txt"), protectedText);
        Map<String, String> settings = Map.of(
                "balance.generalText",
                file.toString(),
                "balance.generalShare",
                "0.35",
                "policy.similarity.protectedSets",
                tests.toString());

        Cut cut = cut(EXAMPLES, config(settings));
        Collections.shuffle(lines, new Random(3));
        Files.write(file, lines);
        Cut shuffled = cut(EXAMPLES, config(settings));

        Path folder = Files.createDirectory(directory.resolve("snapshot"));
        new SnapshotFiles(folder, cut).write(SnapshotIds.inOrder(EXAMPLES));
        List<SnapshotExample> train = SnapshotFolder.open(folder).verifyFiles().examples(Split.TRAIN);
        List<SnapshotExample> taken = train.stream()
                .filter(example -> example.id().startsWith("general-"))
                .toList();
        assertThat((double) taken.size() / train.size()).isBetween(0.345, 0.35);
        assertThat(train).extracting(SnapshotExample::id).isSorted().doesNotHaveDuplicates();
        assertThat(taken)
                .extracting(example -> example.messages().get(1).content())
                .doesNotContain(protectedText, held.getMessages().get(1).getContent());
        assertThat(shuffled.id()).isEqualTo(cut.id());
        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
        assertThat(manifest.at("/generalText/0/name").asText()).isEqualTo("general.jsonl");
        assertThat(manifest.at("/composition/task:general").asInt()).isEqualTo(taken.size());
        assertThat(manifest.at("/text/train/lines").asInt()).isEqualTo(train.size());
        assertThat(manifest.at("/text/train/words").asLong()).isGreaterThan(12L * train.size() / 2);
        assertThat(manifest.at("/balance/generalShare").asDouble()).isEqualTo(0.35);
    }

    @Test
    void shouldNameTheLineWhenGeneralTextIsNone() throws IOException {
        Path file = Files.writeString(
                directory.resolve("general.jsonl"), general("Why?", "Because.") + "\n{\"text\": \"hello\"}\n");

        assertThatThrownBy(() -> cut(Map.of("generalText", file.toString(), "generalShare", "0.1")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("general.jsonl")
                .hasMessageContaining("assistant's message");
    }

    /** Balance settings, and an order in which the examples come. */
    private record Case(Map<String, String> settings, List<Example> order) {}

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void shouldSelectTheSameWhateverTheOrder(@ForAll("cases") Case any) {
        Selection selection = cut(any.order(), config(any.settings())).selection();

        assertThat(selection)
                .isEqualTo(cut(EXAMPLES.subList(0, 300), config(any.settings())).selection());
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<String> shares = Arbitraries.of("0.3", "0.5", "0.7", "1");
        Arbitrary<Map<String, String>> settings = Combinators.combine(
                        shares, shares, shares, Arbitraries.of("0", "40"), Arbitraries.of("0", "0.3"), shares)
                .as((tag, source, month, cap, replay, weight) -> Map.of(
                        "balance.maxTagShare",
                        tag,
                        "balance.maxSourceShare",
                        source,
                        "balance.maxMonthShare",
                        month,
                        "balance.maxPerSource",
                        cap,
                        "balance.replayShare",
                        replay,
                        "balance.tagWeights.a",
                        weight,
                        "window.maxAge",
                        "200h",
                        "window.maxExamples",
                        "150"));
        return Combinators.combine(settings, Arbitraries.shuffle(EXAMPLES.subList(0, 300)))
                .as(Case::new);
    }

    private static String general(String asked, String answer) {
        return "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}, {\"role\": \"assistant\", \"content\": \"%s\"}]}"
                .formatted(asked, answer);
    }

    private static Cut cut(Map<String, String> balance) {
        Map<String, String> settings = new HashMap<>();
        balance.forEach((key, value) -> settings.put("balance." + key, value));
        return cut(EXAMPLES, config(settings));
    }

    private static Cut cut(Collection<Example> examples, DomainConfig config) {
        return Cut.of(DOMAIN, SnapshotIds.inOrder(examples), config);
    }

    private static DomainConfig config(Map<String, String> settings) {
        Map<String, String> overrides = new HashMap<>();
        settings.forEach((key, value) -> overrides.put("domainDefaults." + key, value));
        return MillraceConfig.load(Optional.empty(), Map.of(), overrides).domain(DOMAIN);
    }

    /** How many of train are in each group. */
    private static Map<String, Long> train(Cut cut, Function<Example, List<String>> groups) {
        return EXAMPLES.stream()
                .filter(example -> cut.selection().splits().get(example.getExampleId()) == Split.TRAIN)
                .flatMap(example -> groups.apply(example).stream())
                .collect(Collectors.groupingBy(group -> group, Collectors.counting()));
    }

    private static List<String> month(Example example) {
        return List.of(example.getOccurredAt().toString().substring(0, 7));
    }

    private static List<String> tagAndSource(Example example) {
        return example.getTags().stream()
                .map(tag -> tag + " " + example.getSource())
                .toList();
    }

    private static double share(Map<String, Long> after, Map<String, Long> before, String group) {
        return (double) after.getOrDefault(group, 0L) / before.getOrDefault(group, 0L);
    }
}
