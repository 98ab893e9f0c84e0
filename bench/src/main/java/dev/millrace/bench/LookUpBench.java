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
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Look-ups among 100,000 and among a million invented tickets, in turn, so that what else the machine does meets both: every other one
 * has a near duplicate, which is found and verified. Once from the text on, signatures included, and once from the bands on, which is
 * the search alone. The median runs count.
 */
@Command(name = "lookup", description = "Look-ups of near duplicates among few and many tickets.")
final class LookUpBench implements Runnable {

    private static final double THRESHOLD = 0.75;
    private static final int QUERIES = 10_000;

    @Option(names = "--few", defaultValue = "100000", description = "Tickets of the smaller set.")
    private int fewTickets;

    @Option(names = "--many", defaultValue = "1000000", description = "Tickets of the larger set.")
    private int manyTickets;

    @Option(names = "--runs", defaultValue = "9", description = "Measured runs; two come before.")
    private int runs;

    private final Map<String, ShingleSet> known = new HashMap<>();
    private final List<List<Message>> queries = new ArrayList<>();
    private final List<int[]> queryBands = new ArrayList<>();
    private int found;

    @Override
    public void run() {
        for (int query = 0; query < QUERIES; query++) {
            // Half of them vary a ticket that is there, half one that never will be.
            long number = query % 2 == 0 ? query : (long) manyTickets + query;
            known.put("t" + number, set(InventedTickets.ticket(number)));
            queries.add(InventedTickets.variation(number));
            known.put("q" + query, set(queries.get(query)));
            queryBands.add(bands(known.get("q" + query)));
        }
        SimilarTexts small = filled(fewTickets);
        SimilarTexts large = filled(manyTickets);
        Measurement measurement = new Measurement();
        compare(measurement, "text", query -> bands(set(queries.get(query))), small, large);
        compare(measurement, "search", queryBands::get, small, large);
        measurement.with("found", found).print();
    }

    private void compare(
            Measurement measurement, String from, IntFunction<int[]> bands, SimilarTexts small, SimilarTexts large) {
        List<Double> amongFew = new ArrayList<>();
        List<Double> amongMany = new ArrayList<>();
        for (int run = 0; run < runs + 2; run++) {
            amongFew.add(microseconds(small, bands));
            amongMany.add(microseconds(large, bands));
        }
        double few = Measurement.median(amongFew.subList(2, amongFew.size()));
        double many = Measurement.median(amongMany.subList(2, amongMany.size()));
        measurement
                .with(from + "_microseconds_few", few)
                .with(from + "_microseconds_many", many)
                .with(from + "_ratio", many / few);
    }

    private SimilarTexts filled(int tickets) {
        SimilarTexts search = new SimilarTexts(THRESHOLD, this::shingles);
        for (int number = 0; number < tickets; number++) {
            search.add("t" + number, bands(set(InventedTickets.ticket(number))));
        }
        return search;
    }

    private double microseconds(SimilarTexts search, IntFunction<int[]> bands) {
        found = 0;
        long begin = System.nanoTime();
        for (int query = 0; query < QUERIES; query++) {
            found += search.like("q" + query, bands.apply(query)).findFirst().isPresent() ? 1 : 0;
        }
        return Measurement.secondsSince(begin) * 1e6 / QUERIES;
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
