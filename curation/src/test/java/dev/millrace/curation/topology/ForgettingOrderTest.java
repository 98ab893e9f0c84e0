package dev.millrace.curation.topology;

import static dev.millrace.curation.TestEvents.ANSWER;
import static dev.millrace.curation.TestEvents.DOMAIN;
import static dev.millrace.curation.TestEvents.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.rules.Examples;
import dev.millrace.schemas.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/** Whenever the request comes among a person's events, and in whatever order these come: in the end nothing is left. */
class ForgettingOrderTest {
    private static final String ADA = "s_ada";
    private static final String EMAIL = "s_email-of-ada";
    private static final Set<String> OF_ADA = Set.of("solved", "left-open", "rejected", "shared");
    private static final Set<String> OF_OTHERS = Set.of("of-bob", "of-eve");
    private static final List<SpecificRecord> EVENTS = events();

    /** An event, a request to forget, or time that passes. */
    private sealed interface Step {
        record Arrival(SpecificRecord event) implements Step {}

        record Request(String person) implements Step {}

        record Wait(Duration time) implements Step {}
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void shouldEndWithNothingOfAnErasedPersonAndAllOfTheOthers(@ForAll("steps") List<Step> steps) {
        try (CurationHarness curation =
                new CurationHarness(Map.of("curation.idleTimeout", "1h", "curation.expiry", "7d"))) {
            steps.forEach(step -> take(curation, step));
            curation.pass(Duration.ofHours(2));
            curation.pass(Duration.ofSeconds(2));

            Map<String, ?> examples = curation.currentExamples();
            assertThat(examples.keySet())
                    .doesNotContainAnyElementsOf(examples(OF_ADA))
                    .containsAll(examples(OF_OTHERS));
            for (String store : List.of(Stores.EVENTS, Stores.HEADERS, Stores.EXPIRED, Stores.JUDGED, Stores.PEOPLE)) {
                assertThat(curation.contents(store)).doesNotContain(ADA, EMAIL, "Lovelace");
            }
        }
    }

    private static void take(CurationHarness curation, Step step) {
        if (step instanceof Step.Arrival arrival) {
            curation.send(List.of(arrival.event()));
        } else if (step instanceof Step.Request request) {
            curation.forget("*", request.person());
        } else if (step instanceof Step.Wait wait) {
            curation.pass(wait.time());
        }
    }

    private static Set<String> examples(Set<String> conversations) {
        return conversations.stream()
                .map(id -> Keys.inDomain(DOMAIN, Examples.id(DOMAIN, TestEvents.SOURCE, id)))
                .collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        List<Step> steps = new ArrayList<>();
        EVENTS.forEach(event -> steps.add(new Step.Arrival(event)));
        Stream.of(ADA, EMAIL).forEach(person -> steps.add(new Step.Request(person)));
        Stream.of(1, 1, 30, 2, 60).forEach(seconds -> steps.add(new Step.Wait(Duration.ofSeconds(seconds))));
        return Arbitraries.shuffle(steps);
    }

    private static List<SpecificRecord> events() {
        List<SpecificRecord> events = new ArrayList<>();
        events.addAll(TestEvents.solved("of-bob"));
        events.addAll(TestEvents.solved("of-eve"));
        TestEvents solved = TestEvents.of("solved").by(ADA, EMAIL);
        events.addAll(List.of(solved.opened("I am Lovelace. " + QUESTION), solved.agent(ANSWER), solved.resolved()));
        TestEvents open = TestEvents.of("left-open").by(EMAIL);
        events.addAll(List.of(open.opened(QUESTION), open.by("s_nobody").agent("Hello, Lovelace.")));
        TestEvents rejected = TestEvents.of("rejected").by(ADA);
        events.addAll(List.of(rejected.opened(QUESTION), rejected.resolved()));
        TestEvents shared = TestEvents.of("shared").by("s_carl");
        events.addAll(List.of(shared.opened(QUESTION), shared.agent(ANSWER), shared.resolved()));
        events.add(shared.by("s_carl", EMAIL).customer("Lovelace, my colleague, has asked too."));
        return List.copyOf(events);
    }
}
