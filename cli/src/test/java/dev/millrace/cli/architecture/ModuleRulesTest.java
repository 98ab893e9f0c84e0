package dev.millrace.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.runtime.snapshots.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which module may know which; the table stands in the README. This module sees all of them, so it checks all. */
class ModuleRulesTest {
    private static final String ROOT = "dev.millrace.";
    private static final List<String> MODULES = List.of(
            "schemas", "runtime", "embedded", "ingest", "curation", "lm", "trainer", "evaluator", "simulator", "cli");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.millrace");

    @ParameterizedTest
    @CsvSource({
        "schemas, ''",
        "runtime, schemas",
        "embedded, ''",
        "ingest, schemas runtime",
        "curation, schemas runtime",
        "lm, ''",
        "trainer, schemas runtime lm",
        "evaluator, schemas runtime lm",
        "simulator, schemas"
    })
    void shouldKnowOnlyTheModulesItMay(String module, String allowed) {
        List<String> known = Stream.concat(Stream.of(module), Arrays.stream(allowed.split(" ")))
                .toList();
        String[] forbidden = MODULES.stream()
                .filter(other -> !known.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"lm", "curation.rules", "simulator"})
    void shouldNotKnowKafka(String module) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.confluent..", "kafka..")
                .check(CLASSES);
    }

    /** What is trained on or stopped by the holdout makes every later judgement worthless. */
    @ParameterizedTest
    @CsvSource({"lm", "trainer"})
    void shouldNotReachForTheHoldout(String module) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .accessField(Split.class, Split.HOLDOUT.name())
                .check(CLASSES);
    }

    @Test
    void shouldSeeEveryModule() {
        List<String> seen = MODULES.stream()
                .filter(module ->
                        CLASSES.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + module)))
                .toList();

        assertThat(seen).isEqualTo(MODULES);
    }
}
