package dev.millrace.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/topics-of-others.md}: each YAML block is a mapping, each JSON block becomes the text block behind it. */
class TopicsOfOthersTest {
    private static final Path PAGE = Path.of("../docs/topics-of-others.md");
    private static final Pattern BLOCK = Pattern.compile("```(yaml|json|text)\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldBecomeTheseEventsWhenTheExamplesAreRead() throws Exception {
        // Given
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(PAGE)).results().toList();

        // When
        List<String> expected = new ArrayList<>();
        List<String> told = new ArrayList<>();
        Map<String, TopicMapping> mappings = Map.of();
        for (MatchResult block : blocks) {
            switch (block.group(1)) {
                case "yaml" -> mappings = TestMappings.of(block.group(2));
                case "json" -> told.addAll(events(mappings, block.group(2)));
                default -> expected.addAll(block.group(2).lines().toList());
            }
        }

        // Then
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(told).isEqualTo(expected);
    }

    /** Those of the one mapping whose conditions hold. */
    private static List<String> events(Map<String, TopicMapping> mappings, String json) throws UnmappableException {
        List<String> told = new ArrayList<>();
        for (TopicMapping mapping : mappings.values()) {
            TestMappings.read(mapping, json).drafts().forEach(draft -> told.add(TestMappings.told(draft)));
        }
        return told;
    }
}
