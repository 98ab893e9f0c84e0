package dev.millrace.cli.command;

import dev.millrace.cli.look.Newest;
import dev.millrace.cli.look.Revoked;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace ask}: a question to a domain's adapter, or to the base model. */
@Command(name = "ask", description = "Asks the adapter of a domain that is ready; prints its answer as it comes.")
public final class AskCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "QUESTION", description = "What a customer would write.")
    private String question = "";

    @Option(names = "--domain", paramLabel = "D", required = true, description = "Body of knowledge.")
    private String domain = "";

    @ArgGroup
    private @Nullable Who who;

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Whom to ask in place of the champion. */
    static final class Who {
        @Option(names = "--base", required = true, description = "Ask the base model.")
        private boolean base;

        @Option(names = "--adapter", required = true, paramLabel = "ID", description = "Ask this adapter.")
        private @Nullable String adapter;
    }

    /** An adapter with the base model it belongs to. */
    private record Answering(String name, Path model, Optional<Path> adapter) {}

    public AskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ServiceContext context = platform.context();
        DomainConfig settings = context.config().domain(domain);
        Answering answering = answering(context, settings);
        if (!json.chosen()) {
            terminal.note(terminal.styled(answering.name(), Style.DIM));
        }
        try (Speaker speaker = Speaker.load(
                answering.model(), answering.adapter().map(PeftAdapter::read), options(settings.servingPrecision()))) {
            int[] prompt = speaker.encode(messages(settings.policy().systemPrompt()));
            finish(answering, speaker.say(prompt, sampling, this::stream).text());
        }
        return ExitCode.OK.code();
    }

    private LoadOptions options(ServingPrecision precision) {
        LoadOptions options = LoadOptions.of(Precision.BF16).on(device.device());
        return precision == ServingPrecision.NF4 ? options.quantized() : options;
    }

    private List<ChatMessage> messages(@Nullable String systemPrompt) {
        ChatMessage asked = ChatMessage.user(question);
        return systemPrompt == null ? List.of(asked) : List.of(ChatMessage.system(systemPrompt), asked);
    }

    private void stream(String piece) {
        if (!json.chosen()) {
            terminal.out().print(piece);
            terminal.out().flush();
        }
    }

    private void finish(Answering answering, String answer) {
        if (json.chosen()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("question", question);
            result.put("answer", answer);
            result.put("answeredBy", answering.name());
            JsonOption.print(terminal, result);
        } else {
            terminal.println("");
        }
    }

    private Answering answering(ServiceContext context, DomainConfig settings) {
        if (who != null && who.base) {
            return new Answering("base model", Path.of(settings.baseModel()), Optional.empty());
        }
        return who != null && who.adapter != null ? chosen(context, who.adapter) : champion(context);
    }

    private static Answering chosen(ServiceContext context, String id) {
        AdapterCandidate found = Newest.one(
                "adapter",
                id,
                new Newest(context.kafka()).of(Topics.CANDIDATES).values(),
                AdapterCandidate::getAdapterId);
        Revoked.read(context.kafka()).refuse(found.getDomain(), found.getAdapterId());
        return new Answering(
                "adapter " + Figures.shortId(found.getAdapterId()),
                Path.of(found.getBaseModel()),
                Optional.of(context.artifacts().resolve(URI.create(found.getUri()))));
    }

    private Answering champion(ServiceContext context) {
        AdapterReady ready = new Newest(context.kafka()).of(Topics.READY).get(domain);
        if (ready == null) {
            throw new UserError(
                    ExitCode.NOT_FOUND,
                    "no adapter of domain '%s' is ready; 'millrace adapters' lists what was trained, --base asks the base model"
                            .formatted(domain));
        }
        Revoked.read(context.kafka()).refuse(domain, ready.getAdapterId());
        return new Answering(
                "adapter %s (version %d)".formatted(Figures.shortId(ready.getAdapterId()), ready.getVersion()),
                Path.of(ready.getBaseModel()),
                Optional.of(context.artifacts().resolve(URI.create(ready.getUri()))));
    }
}
