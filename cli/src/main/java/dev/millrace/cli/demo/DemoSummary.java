package dev.millrace.cli.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration came to; the components are the keys of its JSON. Losses are in nats per token of the holdout,
 * the interval is that of adapter minus base.
 *
 * @param ready whether a ready adapter came whose files verify
 * @param events events that ingest acknowledged
 * @param rejected conversations by reason
 * @param peakMemoryMb sum of PSS over all processes
 */
public record DemoSummary(
        boolean ready,
        long events,
        int conversations,
        int accepted,
        Map<String, Long> rejected,
        @Nullable String snapshotId,
        @Nullable String adapterId,
        @Nullable String adapterPath,
        @Nullable Double baseLoss,
        @Nullable Double adapterLoss,
        @Nullable Double lossDeltaLow,
        @Nullable Double lossDeltaHigh,
        @Nullable Double trainTokensPerSecond,
        double wallSeconds,
        long peakMemoryMb) {}
