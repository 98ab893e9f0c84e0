package dev.millrace.runtime.config;

@Doc(
        "What else than answering is learned from the same conversations. Each line of a task is in the split of its conversation.")
public record TasksConfig(
        @Doc(
                "Summarise a ticket: the answer is its subject line, of three words or more, which then stands nowhere in the text.")
        TaskConfig summarise,

        @Doc("Classify what the customer wrote first: the answer is the tags.")
        TaskConfig classify,

        @Doc(
                "Extract as JSON what is known of the conversation: `intent` (its tags), `outcome`, `rating`, `language`, and"
                        + " `entities`, the kinds of placeholders in it.")
        TaskConfig extract) {

    public static final TasksConfig DEFAULTS = new TasksConfig(
            new TaskConfig(0, "Summarise the customer's request as the subject line of a ticket."),
            new TaskConfig(0, "Name the topics of the customer's message, separated by commas."),
            new TaskConfig(
                    0,
                    "Extract from the conversation, as JSON: intent (a list), outcome, rating (1 to 5), language (ISO 639-1)"
                            + " and entities (the kinds of placeholders). Leave out what is not known."));
}
