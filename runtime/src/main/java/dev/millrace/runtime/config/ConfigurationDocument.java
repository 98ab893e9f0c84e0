package dev.millrace.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/configuration.md} from the config records, so that it cannot say anything else than they do. */
public final class ConfigurationDocument {

    private static final String HEAD = """
            # Configuration

            Millrace reads `millrace.yaml` (or the file that `--config` names); every key is optional. An environment
            variable wins over the file: `MILLRACE_` and the key in capitals, with `_` for dots and before inner
            capitals. An unknown key, or a value out of range, stops Millrace at start with a message that names both.
            `millrace config show` prints what is in force.

            Durations are written as `500ms`, `30s`, `10m`, `24h`, `7d` or ISO-8601; sizes as `256kB`, `8MB` or
            `8MiB`; lists in a variable with commas. Relative paths count from the directory that Millrace is started
            in. Secrets never stand in the file: they come from files that a key names, or from the environment, and are
            printed as `***`.

            Below a map of client settings a variable's name goes on with the setting, `_` for its dots:
            `MILLRACE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG` is `sasl.jaas.config`. For a domain, webhook or topic
            source that the file names, a variable has its name in capitals: `MILLRACE_DOMAINS_BILLING_RECIPE_RANK`.

            This page is generated from the config records by `mvn -pl runtime test -Dtest=ConfigurationDocumentTest
            -Dmillrace.docs.write=true`.
            """;

    private static final String EXAMPLE = """

            ## Example

            ```yaml
            kafka:
              bootstrapServers: broker-1:9092,broker-2:9092
              properties:
                security.protocol: SASL_SSL
              propertiesFile: /run/secrets/kafka.properties
            artifacts:
              directory: /srv/millrace/artifacts
            webhooks:
              shop-zendesk:
                vendor: zendesk
                domain: billing
                secretFile: /run/secrets/zendesk
            domainDefaults:
              policy:
                languages: [en, de]
            domains:
              billing:
                triggers:
                  count: 1000
                  interval: 12h
                recipe:
                  rank: 32
            ```
            """;

    private ConfigurationDocument() {}

    /** The whole page. */
    public static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Setting setting : Setting.of(MillraceConfig.class)) {
            switch (setting.kind()) {
                case SECTION ->
                    section(page, setting.name(), setting.type(), (Record) setting.read(MillraceConfig.DEFAULTS), 2);
                case SECTIONS -> sections(page, setting);
                default -> throw new IllegalStateException(setting.name() + " belongs into a section");
            }
        }
        return page.append(EXAMPLE).toString();
    }

    /** A map of sections: their keys too, unless a section of defaults beside it has told them. */
    private static void sections(StringBuilder page, Setting setting) {
        page.append("\n## ")
                .append(setting.name())
                .append("\n\n")
                .append(setting.doc())
                .append("\n");
        if (Setting.of(MillraceConfig.class).stream()
                .noneMatch(other -> other.name().equals(setting.defaultsName()))) {
            section(page, setting.name() + ".NAME", setting.element(), setting.elementDefaults(), 3);
        }
    }

    private static void section(StringBuilder page, String path, Class<?> type, Record values, int level) {
        page.append("\n").append("#".repeat(level)).append(" ").append(path).append("\n\n");
        page.append(type.getAnnotation(Doc.class).value()).append("\n");
        List<Setting> settings = Setting.of(type);
        List<Setting> leaves = settings.stream()
                .filter(setting -> setting.kind() != Setting.Kind.SECTION && setting.kind() != Setting.Kind.SECTIONS)
                .toList();
        if (!leaves.isEmpty()) {
            page.append("\n| key | value | default | variable | what it sets |\n| --- | --- | --- | --- | --- |\n");
            leaves.forEach(leaf -> page.append(row(path, leaf, leaf.read(values))));
        }
        settings.stream()
                .filter(setting -> setting.kind() == Setting.Kind.SECTION)
                .forEach(setting ->
                        section(page, path + "." + setting.name(), setting.type(), (Record) setting.read(values), 3));
        settings.stream()
                .filter(setting -> setting.kind() == Setting.Kind.SECTIONS)
                .forEach(setting -> section(
                        page, path + "." + setting.name() + ".NAME", setting.element(), setting.elementDefaults(), 3));
    }

    private static String row(String path, Setting leaf, @Nullable Object value) {
        boolean map = leaf.kind() == Setting.Kind.TEXTS;
        return "| `%s` | %s | %s | `%s` | %s |\n"
                .formatted(
                        leaf.name(),
                        expected(leaf),
                        defaultText(value),
                        Environment.variable(path + "." + leaf.name()) + (map ? "_…" : ""),
                        leaf.doc());
    }

    private static String expected(Setting leaf) {
        return switch (leaf.kind()) {
            case LIST -> "list of " + Scalars.expected(leaf.element());
            case TEXTS -> "keys with text";
            default -> Scalars.expected(leaf.type());
        };
    }

    private static String defaultText(@Nullable Object value) {
        if (value == null || value.equals(List.of()) || value.equals(Map.of())) {
            return "empty";
        }
        if (value instanceof List<?> list) {
            return "`" + list.stream().map(Scalars::write).collect(Collectors.joining(", ")) + "`";
        }
        return "`" + Scalars.write(value) + "`";
    }
}
