package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.TriggerConfig;
import dev.millrace.schemas.event.Example;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch of examples changes in what is known of a domain. */
final class DomainChange {
    private final DomainMark mark;
    private final Profile arrived;
    private final List<Integer> ratings;

    DomainChange(DomainMark before) {
        this.mark = before;
        this.arrived = Profile.of(before.getArrived());
        this.ratings = new ArrayList<>(before.getRatings());
    }

    /** @param now what became of an example; null if it went */
    void count(boolean wasThere, @Nullable Example now) {
        mark.setChanges(mark.getChanges() + 1);
        mark.setExamples(mark.getExamples() + (now == null ? 0 : 1) - (wasThere ? 1 : 0));
        if (now != null) {
            arrived.add(now);
            Integer rating = now.getRating();
            if (rating != null) {
                ratings.add(rating);
            }
        }
    }

    DomainMark mark() {
        int from = Math.max(0, ratings.size() - TriggerConfig.MOST_RATINGS);
        mark.setArrived(arrived.counts());
        mark.setRatings(List.copyOf(ratings.subList(from, ratings.size())));
        return mark;
    }
}
