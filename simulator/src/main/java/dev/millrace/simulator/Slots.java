package dev.millrace.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Fills the slots of a text, which begin with a dollar sign. */
final class Slots {
    private static final Pattern SLOT = Pattern.compile("\\$(\\w+)");

    private final Map<String, String> values = new HashMap<>();

    /** The slots of one conversation: its customer, product, agent and numbers. */
    Slots(Customer customer, Map<String, String> product, String agent, SplittableRandom random) {
        values.putAll(product);
        values.put("product", "" + product.get("name"));
        values.putAll(customer.slots());
        values.put("agent", agent);
        values.put("order", "LH-" + Customer.digits(random, 6));
        values.put("invoice", "RE-2026-" + Customer.digits(random, 5));
        values.put("amount", Integer.toString(20 + random.nextInt(200)));
        values.put("days", Integer.toString(2 + random.nextInt(18)));
        values.put("code", "E" + (100 + random.nextInt(30)));
    }

    /** The text with every slot filled; an unknown slot is an error in the script. */
    String fill(String text) {
        return SLOT.matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(value(match.group(1), text)));
    }

    private String value(String slot, String text) {
        String value = values.get(slot);
        if (value == null) {
            throw new IllegalArgumentException("the script has the unknown slot $" + slot + " in: " + text);
        }
        return value;
    }
}
