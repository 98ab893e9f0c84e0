package dev.millrace.ingest.event;

import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.event.TicketOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * A customer as events carry one: pseudonyms only.
 *
 * @param aliases of what the customer is known by beside the subject, without repetition
 */
record Customer(String pseudonym, List<String> aliases) {

    /** @param subject the draft's, or what stands for one that the source does not name */
    static Customer of(String subject, EventDraft draft, UnaryOperator<String> pseudonym) {
        String main = pseudonym.apply(subject);
        List<String> aliases = known(draft).stream()
                .filter(name -> !name.isBlank())
                .map(Pseudonymizer::canonical)
                .map(pseudonym)
                .filter(alias -> !alias.equals(main))
                .distinct()
                .toList();
        return new Customer(main, aliases);
    }

    private static List<String> known(EventDraft draft) {
        List<String> known = new ArrayList<>(draft.aliases());
        SpecificRecord change = draft.change();
        if (change instanceof TicketOpened opened && opened.getCustomerEmail() != null) {
            known.add(opened.getCustomerEmail());
        }
        return known;
    }
}
