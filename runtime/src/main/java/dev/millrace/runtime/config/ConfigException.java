package dev.millrace.runtime.config;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;

/** A configuration that cannot be used; the message names key and value and says what would be right. */
public final class ConfigException extends UserError {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(ExitCode.CONFIG, message);
    }

    static ConfigException invalid(String path, String found, String expected) {
        return new ConfigException("%s is %s; expected %s".formatted(path, found, expected));
    }
}
