package dev.millrace.curation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static final String ROOT = "dev.millrace.curation";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void shouldKeepKafkaAndStoresOutOfTheRules() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..", "dev.millrace.runtime.kafka..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepKafkaAndStoresOutOfTheAssemblyOfConversations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".conversation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..", "dev.millrace.runtime.kafka..")
                .check(CLASSES);
    }

    @Test
    void shouldLetTopologyAndSnapshotterMeetInTopicsOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".snapshot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".topology..", ROOT + ".conversation..", "org.apache.kafka.streams..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".snapshot..")
                .check(CLASSES);
    }
}
