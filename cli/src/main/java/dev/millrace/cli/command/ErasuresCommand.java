package dev.millrace.cli.command;

import dev.millrace.cli.look.Newest;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.ErasureStep;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace erasures}: who asked to be forgotten, and how far that has come. */
@Command(name = "erasures", description = "Lists the requests to be forgotten, or shows the steps of one.")
public final class ErasuresCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Id of a request, or its first characters.")
    private @Nullable String id;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public ErasuresCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClients kafka = platform.context().kafka();
        List<ErasureRequest> requests = new Newest(kafka)
                .of(Topics.ERASURES).values().stream()
                        .sorted(Comparator.comparing(ErasureRequest::getRequestedAt)
                                .thenComparing(ErasureRequest::getRequestId)
                                .thenComparing(ErasureRequest::getSubject))
                        .toList();
        Map<String, ErasureReceipt> receipts = new Newest(kafka)
                .of(Topics.RECEIPTS).values().stream()
                        .collect(Collectors.toMap(
                                receipt -> ErasedSubjects.key(receipt.getDomain(), receipt.getSubject()),
                                receipt -> receipt,
                                (first, second) -> second));
        if (id == null) {
            list(requests, receipts);
        } else {
            show(
                    requests.stream()
                            .filter(request -> request.getRequestId().startsWith(id))
                            .toList(),
                    receipts);
        }
        return ExitCode.OK.code();
    }

    private void list(List<ErasureRequest> requests, Map<String, ErasureReceipt> receipts) {
        if (json.chosen()) {
            JsonOption.print(terminal, JsonOption.trees(List.copyOf(receipts.values())));
            return;
        }
        Table table = new Table("request", "domain", "subject", "requested", "deadline", "state");
        requests.forEach(request -> table.row(
                request.getRequestId(),
                request.getDomain(),
                request.getSubject(),
                Figures.time(request.getRequestedAt()),
                Figures.time(request.getDeadline()),
                state(answer(request, receipts))));
        table.print(terminal, "nobody asked to be forgotten");
    }

    private static @Nullable ErasureReceipt answer(ErasureRequest request, Map<String, ErasureReceipt> receipts) {
        ErasureReceipt receipt = receipts.get(ErasedSubjects.key(request.getDomain(), request.getSubject()));
        return receipt == null || !receipt.getRequestId().equals(request.getRequestId()) ? null : receipt;
    }

    private static String state(@Nullable ErasureReceipt receipt) {
        if (receipt == null) {
            return "asked for";
        }
        long done = receipt.getSteps().stream().filter(ErasureStep::getDone).count();
        return receipt.getComplete()
                ? "complete"
                : done + " of " + receipt.getSteps().size() + " steps";
    }

    private void show(List<ErasureRequest> requests, Map<String, ErasureReceipt> receipts) {
        if (requests.isEmpty()) {
            throw new UserError(
                    ExitCode.NOT_FOUND, "there is no erasure %s; `millrace erasures` lists them".formatted(id));
        }
        List<ErasureReceipt> found = requests.stream()
                .flatMap(request -> java.util.stream.Stream.ofNullable(answer(request, receipts)))
                .toList();
        if (json.chosen()) {
            JsonOption.print(terminal, JsonOption.trees(found));
            return;
        }
        if (found.isEmpty()) {
            terminal.println("no receipt is written yet");
        }
        for (ErasureReceipt receipt : found) {
            terminal.println(receipt.getDomain() + " " + receipt.getSubject() + ": " + state(receipt));
            Table table = new Table("step", "done", "touched");
            receipt.getSteps()
                    .forEach(step -> table.row(
                            step.getName(),
                            step.getDoneAt() == null ? "-" : Figures.time(step.getDoneAt()),
                            Figures.count(step.getTouched())));
            table.print(terminal, "");
        }
    }
}
