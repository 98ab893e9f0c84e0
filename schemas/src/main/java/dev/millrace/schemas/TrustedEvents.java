package dev.millrace.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/** Tells Avro once per JVM that the generated events may be instantiated; Avro 1.12.2 refuses unknown classes. */
final class TrustedEvents {
    private static final String PACKAGES = "dev.millrace.";

    static {
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .startsWith(PACKAGES)));
    }

    private TrustedEvents() {}

    /** Has its effect by loading this class. */
    static void allow() {}
}
