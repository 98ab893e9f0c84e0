package dev.millrace.curation.rules.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.curation.rules.redaction.Scores.Gold;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well each type is found, on public texts with planted data and on generated ones. Prints a table. */
class RedactionScoresTest {
    private static final Path DATA = Path.of(System.getProperty("millrace.root"), "../shared/data");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<PiiType> ALL = EnumSet.allOf(PiiType.class);
    private static final double LEAST = 0.95;

    private static final Set<String> SUPPORT_DESK =
            Set.of("EMAIL support@example.com", "EMAIL support@company.com", "PHONE (123) 456-7890");

    /** The types of the public texts. */
    private static final Map<String, PiiType> TYPES = Map.of(
            "EMAIL_ADDRESS", PiiType.EMAIL,
            "PHONE_NUMBER", PiiType.PHONE,
            "CREDIT_CARD", PiiType.CARD,
            "US_SSN", PiiType.SSN,
            "IBAN_CODE", PiiType.IBAN,
            "IP_ADDRESS", PiiType.IP,
            "US_DRIVER_LICENSE", PiiType.ACCOUNT,
            "PERSON", PiiType.NAME);

    private static List<Redactor.Found> found(String text) {
        List<Redactor.Found> found = new ArrayList<>();
        Redactor redactor = new Redactor(PersonNames.in(List.of(text)), NameFinder.NONE, "US", ALL);
        redactor.redact(text, found::add);
        return found;
    }

    /** Rules were worked out on templates with an even number; those with an odd one are only reported on. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFindStructuredTypesInPublicTexts(int half) throws IOException {
        // Given
        Path file = DATA.resolve("pii/presidio_generated_large.json.gz");
        Assumptions.assumeTrue(
                Files.exists(file), "SKIPPED: the planted personal data is not on this machine: " + file);
        Scores scores = new Scores();

        // When
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (JsonNode row : JSON.readTree(in)) {
                if (row.path("template_id").asInt() % 2 == half) {
                    String text = row.path("full_text").asText();
                    scores.add(text, gold(row, text), found(text));
                }
            }
        }

        // Then
        print("public texts, " + (half == 0 ? "tuning half" : "report half"), scores);
        for (PiiType type :
                List.of(PiiType.EMAIL, PiiType.PHONE, PiiType.CARD, PiiType.SSN, PiiType.IBAN, PiiType.IP)) {
            assertThat(scores.of(type).recall())
                    .as("recall of %s: %s", type, scores.mistakes(type))
                    .isGreaterThanOrEqualTo(LEAST);
            assertThat(scores.of(type).precision())
                    .as("precision of %s: %s", type, scores.mistakes(type))
                    .isGreaterThanOrEqualTo(LEAST);
        }
    }

    private static List<Gold> gold(JsonNode row, String text) {
        List<Gold> gold = new ArrayList<>();
        for (JsonNode span : row.path("spans")) {
            int start = span.path("start_position").asInt();
            String entity = span.path("entity_type").asText();
            boolean born =
                    entity.equals("DATE_TIME") && text.substring(0, start).endsWith("born on ");
            PiiType type = born ? PiiType.BORN : TYPES.get(entity);
            if (type != null) {
                gold.add(new Gold(type, start, span.path("end_position").asInt()));
            }
        }
        return gold;
    }

    @Test
    void shouldFindStructuredTypesInGeneratedTexts() {
        // Given
        Scores scores = new Scores();
        PersonalTexts texts = new PersonalTexts(7);

        // When
        texts.all(300).forEach(text -> scores.add(text.text(), text.gold(), found(text.text())));

        // Then
        print("generated texts", scores);
        for (PiiType type : EnumSet.complementOf(EnumSet.of(PiiType.NAME))) {
            assertThat(scores.of(type).gold()).as("cases of %s", type).isGreaterThanOrEqualTo(200);
            assertThat(scores.of(type).recall())
                    .as("recall of %s: %s", type, scores.mistakes(type))
                    .isGreaterThanOrEqualTo(LEAST);
            assertThat(scores.of(type).precision())
                    .as("precision of %s: %s", type, scores.mistakes(type))
                    .isGreaterThanOrEqualTo(LEAST);
        }
    }

    /**
     * Its texts are written with slots in the place of personal data, so whatever is found in a row is wrong, but for names that the
     * row itself is annotated with, and the support desk's own addresses and number in canned answers.
     */
    @Test
    void shouldHardlyEverFindAnythingInTextsWithoutPersonalData() throws IOException {
        // Given
        List<Path> files = List.of(
                DATA.resolve("bitext/bitext_support_4514_long.csv.gz"),
                DATA.resolve("bitext/bitext_support_6480_short.csv.gz"));
        Assumptions.assumeTrue(
                files.stream().allMatch(Files::exists),
                "SKIPPED: the Bitext data set is not on this machine: " + files);
        List<String> wrong = new ArrayList<>();
        long rows = 0;

        // When
        for (Path file : files) {
            List<List<String>> table = CsvTable.read(file);
            List<String> header = table.get(0);
            for (List<String> row : table.subList(1, table.size())) {
                rows++;
                String name = row.get(header.indexOf("entity_value"));
                for (String column : List.of("instruction", "response")) {
                    String text = row.get(header.indexOf(column));
                    found(text).stream()
                            .map(span -> span.type() + " " + text.substring(span.start(), span.end()))
                            .filter(span -> !span.equalsIgnoreCase("NAME " + name) && !SUPPORT_DESK.contains(span))
                            .forEach(wrong::add);
                }
            }
        }

        // Then
        System.out.printf(Locale.ROOT, "Bitext: %d found in %d rows: %s%n", wrong.size(), rows, wrong);
        assertThat(wrong).hasSizeLessThanOrEqualTo((int) (rows / 1000));
    }

    private static void print(String what, Scores scores) {
        System.out.println("| " + what + " | spans | recall | precision |");
        for (PiiType type : PiiType.values()) {
            Scores.Score score = scores.of(type);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.3f | %.3f |%n",
                    type.label(),
                    score.gold(),
                    score.recall(),
                    score.precision());
        }
        Arrays.stream(PiiType.values())
                .filter(type -> type != PiiType.NAME)
                .flatMap(type -> scores.mistakes(type).stream().limit(5))
                .forEach(System.out::println);
    }
}
