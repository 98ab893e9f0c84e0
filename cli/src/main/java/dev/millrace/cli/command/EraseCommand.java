package dev.millrace.cli.command;

import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.curation.erasure.ErasureRequests;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.event.ErasureRequest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace erase}: has a person forgotten by everything, trained adapters included. */
@Command(
        name = "erase",
        description =
                "Has a person forgotten: events, conversations, examples, snapshots, and the adapters trained on them.")
public final class EraseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--subject",
            paramLabel = "S",
            required = true,
            description = "The vendor's id of the customer, or an e-mail address. Only its pseudonym is written.")
    private String subject = "";

    @Option(
            names = "--domain",
            paramLabel = "D",
            description = "Only in this body of knowledge; in all of them if left out.")
    private @Nullable String domain;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public EraseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ServiceContext context = platform.context();
        List<ErasureRequest> requests = new ErasureRequests(context.config(), context.clock()).of(subject, domain);
        ErasureRequests.publish(context.kafka(), requests);
        if (json.chosen()) {
            JsonOption.print(terminal, JsonOption.trees(requests));
            return ExitCode.OK.code();
        }
        ErasureRequest first = requests.get(0);
        terminal.println("request   " + first.getRequestId());
        requests.forEach(request -> terminal.println(
                "forgets   " + request.getSubject() + " in " + (domain == null ? "every domain" : domain)));
        terminal.println("deadline  " + first.getDeadline());
        terminal.println("`millrace erasures " + first.getRequestId() + "` says how far it has come");
        return ExitCode.OK.code();
    }
}
