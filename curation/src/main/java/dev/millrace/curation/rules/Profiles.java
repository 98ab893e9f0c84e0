package dev.millrace.curation.rules;

import dev.millrace.runtime.config.QualityConfig.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of a policy, in their order: the first that is broken decides. */
final class Profiles {

    private Profiles() {}

    /** The first rule that is broken; empty where all are kept. */
    static Optional<Rule.Broken> check(Judged judged) {
        return Stream.of(ConversationRules.ALL, ofText(judged.policy().quality().profile()), WordingRules.ALL)
                .flatMap(List::stream)
                .flatMap(rule -> rule.check(judged).stream())
                .findFirst();
    }

    private static List<Rule> ofText(Profile profile) {
        return switch (profile) {
            case SUPPORT -> SupportRules.ALL;
            case GOPHER -> GopherRules.ALL;
            case FINEWEB -> FineWebRules.ALL;
        };
    }
}
