package dev.millrace.bench;

import dev.millrace.curation.similarity.Bands;
import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.MinHash;
import dev.millrace.curation.similarity.ShingleSet;
import dev.millrace.curation.similarity.SimilarTexts;
import dev.millrace.schemas.event.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Look-ups among 100,000 and among a million invented tickets, in one process: every other one has a near duplicate, which is found
 * and verified. The median run counts.
 */
@Command(name = "lookup", description = "Look-ups of near duplicates among few and many tickets.")
final class LookUpBench implements Runnable {

    private static final double THRESHOLD = 0.75;
    private static final int QUERIES = 10_000;

    @Option(names = "--few", defaultValue = "100000", description = "Tickets at the first measurement.")
    private int few;

    @Option(names = "--many", defaultValue = "1000000", description = "Tickets at the second one.")
    private int many;

    @Option(names = "--runs", defaultValue = "15", description = "Measured runs; two come before.")
    private int runs;

    private final Map<String, ShingleSet> known = new HashMap<>();
    private final SimilarTexts search = new SimilarTexts(THRESHOLD, this::shingles);
    private final List<int[]> queries = new ArrayList<>();
    private int found;

    @Override
    public void run() {
        for (int query = 0; query < QUERIES; query++) {
            // Half of them vary a ticket that is there, half one that never will be.
            long number = query % 2 == 0 ? query : (long) many + query;
            known.put("t" + number, set(InventedTickets.ticket(number)));
            known.put("q" + query, set(InventedTickets.variation(number)));
            queries.add(bands(known.get("q" + query)));
        }
        fill(0, few);
        double atFirst = microseconds();
        fill(few, many);
        double atLast = microseconds();
        new Measurement()
                .with("microseconds_few", atFirst)
                .with("microseconds_many", atLast)
                .with("ratio", atLast / atFirst)
                .with("found", found)
                .print();
    }

    private void fill(int from, int to) {
        for (int number = from; number < to; number++) {
            search.add("t" + number, bands(set(InventedTickets.ticket(number))));
        }
    }

    private double microseconds() {
        List<Double> seconds = new ArrayList<>();
        for (int run = -2; run < runs; run++) {
            found = 0;
            long begin = System.nanoTime();
            for (int query = 0; query < QUERIES; query++) {
                found +=
                        search.like("q" + query, queries.get(query)).findFirst().isPresent() ? 1 : 0;
            }
            if (run >= 0) {
                seconds.add(Measurement.secondsSince(begin));
            }
        }
        return Measurement.median(seconds) * 1e6 / QUERIES;
    }

    /** Those that queries vary are at hand, as the last used ones are at a cut; of others that come up the ticket is read again. */
    private ShingleSet shingles(String id) {
        ShingleSet set = known.get(id);
        return set == null ? set(InventedTickets.ticket(Long.parseLong(id.substring(1)))) : set;
    }

    private static ShingleSet set(List<Message> messages) {
        return ComparedText.of(messages).conversation();
    }

    private static int[] bands(ShingleSet set) {
        return Bands.of(MinHash.signature(set));
    }
}
