package dev.millrace.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Millrace this is. */
final class Version implements IVersionProvider {

    /** The version of the jar, or {@code development} where classes do not come from one. */
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new String[] {"millrace " + version + " (Java " + Runtime.version() + ")"};
    }
}
