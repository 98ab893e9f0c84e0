package dev.millrace.cli.command;

import dev.millrace.cli.look.Jobs;
import dev.millrace.cli.look.Lag;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterReady;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace status}: how full the topics are, how far behind their readers, jobs and champions. */
@Command(name = "status", description = "Shows topics, lag of each stage, jobs and the adapter of each domain.")
public final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceContext context = platform.context();
        Newest newest = new Newest(context.kafka());
        Map<String, Long> sizes;
        List<Lag.Reader> readers;
        try (Admin admin = context.kafka().admin()) {
            Lag lag = new Lag(admin, context.kafka());
            sizes = lag.sizes(topics());
            readers = lag.readers();
        }
        JobList jobs = new JobList(Jobs.read(context.kafka()));
        List<AdapterReady> champions = List.copyOf(newest.of(Topics.READY).values());
        if (json.chosen()) {
            JsonOption.print(terminal, asJson(sizes, readers, jobs, champions));
        } else {
            print(sizes, readers, jobs, champions);
        }
        return ExitCode.OK.code();
    }

    private static List<String> topics() {
        return Topics.all().stream()
                .flatMap(topic ->
                        topic.deadLetters() ? Stream.of(topic.name(), topic.deadLetterName()) : Stream.of(topic.name()))
                .toList();
    }

    private void print(Map<String, Long> sizes, List<Lag.Reader> readers, JobList jobs, List<AdapterReady> champions) {
        Table topics = new Table("topic", "offsets", "dead letters");
        for (Topic<?> topic : Topics.all()) {
            Long dead = sizes.get(topic.deadLetterName());
            topics.row(
                    topic.name(),
                    Figures.count(sizes.getOrDefault(topic.name(), 0L)),
                    dead == null ? "-" : Figures.count(dead));
        }
        topics.print(terminal, "no topics");
        Table lag = new Table("reader", "topic", "lag");
        readers.forEach(reader -> lag.row(reader.group(), reader.topic(), Figures.count(reader.lag())));
        section("Lag", lag, "no service has read anything yet");
        section("Jobs", jobs.table(), "no jobs yet");
        Table adapters = new Table("domain", "adapter", "version", "base loss", "adapter loss", "promoted");
        champions.forEach(ready -> adapters.row(
                ready.getDomain(),
                Figures.shortId(ready.getAdapterId()),
                ready.getVersion(),
                Figures.loss(ready.getBaseLoss()),
                Figures.loss(ready.getAdapterLoss()),
                Figures.ago(ready.getPromotedAt(), Instant.now())));
        section("Adapters that are ready", adapters, "none yet");
    }

    private void section(String title, Table table, String ifEmpty) {
        terminal.println("");
        terminal.println(terminal.styled(title, Style.CYAN));
        table.print(terminal, ifEmpty);
    }

    private static Map<String, Object> asJson(
            Map<String, Long> sizes, List<Lag.Reader> readers, JobList jobs, List<AdapterReady> champions) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("topics", sizes);
        all.put("lag", readers);
        all.put("jobs", jobs.trees());
        all.put("ready", JsonOption.trees(champions));
        return all;
    }
}
