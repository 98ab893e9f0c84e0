package dev.millrace.bench;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.schemas.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shingles and both signatures of invented tickets, on one thread. The median run counts. */
@Command(name = "signature", description = "Signatures of invented tickets of 1.6 kB.")
final class SignatureBench implements Runnable {

    @Option(names = "--documents", defaultValue = "5000", description = "Tickets.")
    private int documents;

    @Option(names = "--runs", defaultValue = "9", description = "Measured runs; two come before.")
    private int runs;

    @Override
    public void run() {
        List<List<Message>> tickets =
                LongStream.range(0, documents).mapToObj(InventedTickets::ticket).toList();
        List<Double> seconds = new ArrayList<>();
        long version = 0;
        for (int run = -2; run < runs; run++) {
            long begin = System.nanoTime();
            for (List<Message> ticket : tickets) {
                version +=
                        ComparedText.of(ticket).signatures().getConversation().get(0);
            }
            if (run >= 0) {
                seconds.add(Measurement.secondsSince(begin));
            }
        }
        double perSecond = documents / Measurement.median(seconds);
        new Measurement()
                .with("documents_per_s", perSecond)
                .with("microseconds", 1e6 / perSecond)
                .with("checksum", (double) version)
                .print();
    }
}
