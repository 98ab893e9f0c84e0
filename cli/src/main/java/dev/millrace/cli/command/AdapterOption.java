package dev.millrace.cli.command;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.privacy.RevokedMark;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --adapter}: what is added to the base model. */
final class AdapterOption {

    @Option(names = "--adapter", paramLabel = "DIR", description = "Folder of an adapter, as PEFT writes it.")
    private @Nullable Path folder;

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    Optional<PeftAdapter> adapter() {
        return folder().map(RevokedMark::unrevoked).map(PeftAdapter::read);
    }
}
