package dev.millrace.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace generate}: what a model says, without a platform. */
@Command(
        name = "generate",
        description =
                "Lets a model, with an adapter or without, answer a message; without one it holds a conversation, a"
                        + " message a line of standard input. Needs no running platform.")
public final class GenerateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InputStream input;

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "What to answer, or with --raw to continue.")
    private @Nullable String message;

    @Option(names = "--system", paramLabel = "TEXT", description = "System message of the conversation.")
    private @Nullable String system;

    @Option(names = "--raw", description = "Continue the message as it is, without the chat template.")
    private boolean raw;

    @Option(names = "--ids", description = "The message is a JSON list of token ids to continue.")
    private boolean ids;

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Mixin
    private final AdapterOption adapter = new AdapterOption();

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "Arithmetic; default: ${DEFAULT-VALUE}.",
            defaultValue = "BF16")
    private Precision precision = Precision.BF16;

    @Option(names = "--nf4", description = "Hold the model in 4 bits.")
    private boolean nf4;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public GenerateCommand(Terminal terminal, InputStream input) {
        this.terminal = terminal;
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        LoadOptions options = LoadOptions.of(precision).on(device.device());
        try (Speaker speaker =
                Speaker.load(baseModel.model(), adapter.adapter(), nf4 ? options.quantized() : options)) {
            if (message == null) {
                converse(speaker);
            } else {
                Speaker.Said said = speaker.say(prompt(speaker, message), sampling, this::stream);
                finish(said);
            }
        }
        return ExitCode.OK.code();
    }

    private int[] prompt(Speaker speaker, String text) {
        if (ids) {
            return parse(text);
        }
        if (raw) {
            return speaker.encode(text);
        }
        List<ChatMessage> messages = opening();
        messages.add(ChatMessage.user(text));
        return speaker.encode(messages);
    }

    private static int[] parse(String text) {
        try {
            return new ObjectMapper().readValue(text, int[].class);
        } catch (JsonProcessingException e) {
            throw new UserError(
                    ExitCode.USAGE, "--ids needs a JSON list of token ids such as '[1, 2, 3]', found: " + text, e);
        }
    }

    private List<ChatMessage> opening() {
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(ChatMessage.system(system));
        }
        return messages;
    }

    /** Every line of the input is a turn of the user, until it ends. */
    private void converse(Speaker speaker) throws IOException {
        if (raw || ids) {
            throw new UserError(ExitCode.USAGE, "--raw and --ids need a message to continue");
        }
        List<ChatMessage> messages = opening();
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            messages.add(ChatMessage.user(line));
            Speaker.Said said = speaker.say(speaker.encode(messages), sampling, this::stream);
            messages.add(ChatMessage.assistant(said.text()));
            finish(said);
        }
    }

    private void stream(String piece) {
        if (!json.chosen()) {
            terminal.out().print(piece);
            terminal.out().flush();
        }
    }

    private void finish(Speaker.Said said) {
        if (json.chosen()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("text", said.text());
            result.put("promptIds", said.prompt());
            result.put("ids", said.ids());
            result.put("tokensPerSecond", said.tokensPerSecond());
            JsonOption.print(terminal, result);
        } else {
            terminal.println("");
        }
    }
}
