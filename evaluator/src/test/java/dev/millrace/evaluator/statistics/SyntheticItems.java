package dev.millrace.evaluator.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Items of invented customers: a customer's mood shifts all of their items alike, noise each alone. */
final class SyntheticItems {

    private SyntheticItems() {}

    /** One to eight items each; per token the difference is the truth, plus the customer's shift, plus noise. */
    static List<PairedDifference> draw(Random random, int clusters, double truth, double spread) {
        List<PairedDifference> items = new ArrayList<>();
        for (int cluster = 0; cluster < clusters; cluster++) {
            double shift = spread * random.nextGaussian();
            int count = 1 + random.nextInt(8);
            for (int item = 0; item < count; item++) {
                int tokens = 5 + random.nextInt(60);
                double perToken = truth + shift + 0.2 * random.nextGaussian();
                items.add(new PairedDifference("customer-" + cluster, tokens, perToken * tokens));
            }
        }
        return items;
    }

    /** Spread of the estimate when whole customers are drawn anew with replacement. */
    static double bootstrapError(List<PairedDifference> items, Random random, int rounds) {
        Map<String, List<PairedDifference>> byCustomer =
                items.stream().collect(Collectors.groupingBy(PairedDifference::subject));
        List<List<PairedDifference>> clusters = List.copyOf(byCustomer.values());
        double sum = 0;
        double squares = 0;
        for (int round = 0; round < rounds; round++) {
            double nats = 0;
            double tokens = 0;
            for (int draw = 0; draw < clusters.size(); draw++) {
                for (PairedDifference item : clusters.get(random.nextInt(clusters.size()))) {
                    nats += item.nats();
                    tokens += item.tokens();
                }
            }
            sum += nats / tokens;
            squares += nats / tokens * (nats / tokens);
        }
        return Math.sqrt(squares / rounds - (sum / rounds) * (sum / rounds));
    }
}
