package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.look.Newest;
import dev.millrace.cli.look.Verdicts;
import dev.millrace.cli.platform.PlatformConfig;
import dev.millrace.cli.platform.PlatformDirectory;
import dev.millrace.cli.platform.RunningPlatform;
import dev.millrace.cli.platform.Supervisor;
import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole platform once: real broker, registry, trainer and evaluator, a small stream and a short training. */
class DemoIT {
    private static final int CONVERSATIONS = 120;
    private static final String SMALL = """
            http: {port: 0}
            curation: {idleTimeout: 5s}
            evaluator: {minItems: 10, minSubjects: 5}
            domainDefaults: {baseModel: %1$s}
            domains:
              larkspur:
                baseModel: %1$s
                triggers: {count: 90, minExamples: 90}
                splits: {holdout: 0.3, validation: 0.05}
                recipe: {learningRate: 0.005, maxSteps: 12, batchTokens: 512, maxSequenceTokens: 256, patience: 0}
            """;

    @TempDir
    private Path root;

    @Test
    void shouldGoFromEventsToAReadyAdapterAndStillKnowItAfterARestart() throws Exception {
        // Given
        Path baseModel = Path.of(System.getProperty("millrace.root"), "models", "base");
        PlatformDirectory directory = PlatformDirectory.create(root);
        PlatformConfig.create(directory, SMALL.formatted(baseModel));
        RecordedTerminal recorded = RecordedTerminal.plain();
        Demo demo = new Demo(new DemoOptions(directory, baseModel, 7, CONVERSATIONS, 1000), recorded.terminal());

        // When
        DemoResult result;
        try (Supervisor supervisor = Supervisor.start(directory, Map.of(), demo::starting)) {
            result = demo.run(supervisor, () -> false);
        }

        // Then
        DemoSummary summary = result.summary();
        assertThat(summary.ready()).as(recorded.out()).isTrue();
        assertThat(summary.adapterLoss()).isLessThan(summary.baseLoss());
        assertThat(summary.lossDeltaHigh()).isNegative();
        assertThat(Path.of(summary.adapterPath()).resolve("adapter_model.safetensors"))
                .exists();
        assertThat(result.answers()).hasSize(3);
        assertThat(RunningPlatform.on(directory)).isEmpty();
        assertThat(Files.exists(directory.runningFile())).isFalse();
        assertThatNothingIsLostByARestart(directory, summary);
    }

    private static void assertThatNothingIsLostByARestart(PlatformDirectory directory, DemoSummary summary)
            throws Exception {
        try (Supervisor supervisor = Supervisor.start(directory, Map.of(), stage -> {})) {
            Newest newest = new Newest(supervisor.context().kafka());

            assertThat(newest.of(Topics.READY).get("larkspur").getAdapterId()).isEqualTo(summary.adapterId());
            assertThat(Verdicts.of(supervisor.context().kafka(), "larkspur").accepted())
                    .hasSizeGreaterThanOrEqualTo(summary.accepted());
        }
    }
}
