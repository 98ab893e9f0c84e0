package dev.millrace.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the invented company sells, knows and says; read from {@code larkspur.yaml}.
 *
 * @param products facts of each product by name
 * @param junk messages that are no requests
 * @param foreign exchanges in other languages
 * @param greeting the bot's automatic reply
 */
record Company(
        String company,
        String domain,
        List<Map<String, String>> products,
        List<String> openings,
        List<String> closings,
        List<String> greetings,
        List<String> signoffs,
        List<String> thanks,
        List<String> replies,
        List<String> notes,
        List<Intent> intents,
        List<String> junk,
        List<Exchange> foreign,
        String greeting,
        List<String> people,
        List<String> agents,
        List<String> cities) {

    /** Something customers ask for, with the ways to ask and to answer, and perhaps a follow-up. */
    record Intent(
            String tag,
            List<String> title,
            List<String> ask,
            List<String> answer,
            @Nullable Turns more) {}

    /** Ways to ask and to answer. */
    record Turns(List<String> ask, List<String> answer) {}

    /** One question with its answer. */
    record Exchange(String ask, String answer) {}

    /** The company that Millrace ships. */
    static Company larkspur() {
        try (InputStream yaml = Company.class.getResourceAsStream("larkspur.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, Company.class);
        } catch (IOException e) {
            throw new UncheckedIOException("larkspur.yaml in the simulator's jar cannot be read", e);
        }
    }
}
