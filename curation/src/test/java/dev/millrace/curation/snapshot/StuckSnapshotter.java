package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.ParentWatch;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.event.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A snapshotter in a process of its own that stops for ever between rename and event, and says so by a file, to be
 * killed there.
 */
final class StuckSnapshotter {
    private StuckSnapshotter() {}

    /** The marker file, then settings as {@code key=value}. */
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        Path marker = Path.of(arguments[0]);
        Map<String, String> settings = Stream.of(arguments)
                .skip(1)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        ServiceContext context = ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), settings));
        SnapshotPublisher.Factory real = TransactionalPublisher.factory(context.kafka());
        new SnapshotterService(context, partition -> new Stuck(real.open(partition), marker)).start();
        new CountDownLatch(1).await();
    }

    private record Stuck(SnapshotPublisher real, Path marker) implements SnapshotPublisher {
        @Override
        public void publish(Snapshot snapshot) {
            try {
                Files.writeString(marker, snapshot.getSnapshotId());
                new CountDownLatch(1).await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
