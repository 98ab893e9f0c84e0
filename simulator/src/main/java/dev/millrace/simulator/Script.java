package dev.millrace.simulator;

import dev.millrace.simulator.Company.Intent;
import dev.millrace.simulator.Company.Turns;
import dev.millrace.simulator.SimulatedEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Plays one conversation: who asks what, who answers, and what goes wrong.
 *
 * <p>Of a hundred conversations about 78 are settled well; the others are junk, in another language, never answered,
 * left open, rated badly, opened again, or hold a message that is taken back.
 */
final class Script {
    private final Company company;
    private final SplittableRandom random;
    private final Customer customer;
    private final Slots slots;
    private final Intent intent;
    private final String agent;
    private final Kind kind;
    private final Events events;

    Script(Company company, String id, Customer customer, Instant start, SplittableRandom random) {
        this.company = company;
        this.random = random;
        this.customer = customer;
        this.agent = Choice.of(company.agents(), random);
        this.intent = Choice.of(company.intents(), random);
        this.slots = new Slots(customer, Choice.of(company.products(), random), agent, random);
        this.kind = Choice.percent(55, random) ? Kind.TICKET : Kind.CHAT;
        this.events = new Events(kind, (kind == Kind.TICKET ? "T-" : "C-") + id, customer.id(), start, random);
    }

    /** The conversation's events in order. */
    List<SimulatedEvent> play() {
        int fate = random.nextInt(100);
        if (fate < 4) {
            junk();
        } else if (fate < 8) {
            foreign();
        } else if (fate < 11) {
            ask(question());
        } else if (fate < 15) {
            ask(question());
            say("agent", agent, answer());
        } else if (fate < 19) {
            settled();
            rate(1 + random.nextInt(2));
        } else if (fate < 22) {
            settled();
            reopened();
        } else {
            settled();
            if (Choice.percent(60, random)) {
                rate(4 + random.nextInt(2));
            }
        }
        if (Choice.percent(3, random)) {
            events.deliverLastTwice();
        }
        return events.all();
    }

    private void settled() {
        ask(question());
        note();
        if (Choice.percent(4, random)) {
            String mistaken =
                    say("agent", agent, "Sorry, that was meant for another customer: " + slots.fill("$phone"));
            events.add("redacted", "messageId", mistaken);
        }
        say("agent", agent, answer());
        Turns more = intent.more();
        if (more != null && Choice.percent(55, random)) {
            say("customer", customer.name(), slots.fill(Choice.of(more.ask(), random)));
            say("agent", agent, slots.fill(Choice.of(more.answer(), random)));
        }
        if (Choice.percent(25, random)) {
            say("customer", customer.name(), slots.fill(Choice.of(company.thanks(), random)));
            say("agent", agent, slots.fill(Choice.of(company.replies(), random)));
        }
        resolve();
    }

    private void reopened() {
        if (kind == Kind.TICKET) {
            events.add("reopened", "reason", "customer wrote again");
        }
        say("customer", customer.name(), slots.fill("Sorry, it did not help, the $product still does the same."));
        say(
                "agent",
                agent,
                slots.fill("I have ordered an exchange of the $product for you, it leaves Harlow tomorrow."));
        if (Choice.percent(70, random)) {
            resolve();
        }
    }

    private void junk() {
        ask(Choice.of(company.junk(), random));
        say("agent", agent, "We could not read your message.");
        resolve();
    }

    private void foreign() {
        var exchange = Choice.of(company.foreign(), random);
        ask(slots.fill(exchange.ask()));
        say("agent", agent, slots.fill(exchange.answer()));
        resolve();
    }

    private String question() {
        String question = Choice.of(company.openings(), random) + " " + Choice.of(intent.ask(), random);
        if (Choice.percent(30, random)) {
            question += Choice.percent(50, random) ? " You can reach me at $email or $phone." : " My number is $phone.";
        }
        return slots.fill(question + " " + Choice.of(company.closings(), random))
                .strip();
    }

    private String answer() {
        return slots.fill(Choice.of(company.greetings(), random) + " " + Choice.of(intent.answer(), random) + " "
                + Choice.of(company.signoffs(), random));
    }

    private void ask(String question) {
        if (kind == Kind.TICKET) {
            events.add(
                    "opened",
                    "title",
                    slots.fill(Choice.of(intent.title(), random)),
                    "body",
                    question,
                    "customerName",
                    customer.name(),
                    "customerEmail",
                    customer.email(),
                    "tags",
                    List.of(intent.tag()));
            return;
        }
        events.add("message", chatMessage("customer", customer.name(), question, false));
        if (Choice.percent(50, random)) {
            say("bot", company.company(), company.greeting());
        }
    }

    private String say(String author, String name, String text) {
        return kind == Kind.TICKET
                ? events.add("replied", "author", author, "authorName", name, "body", text)
                : events.add("message", chatMessage(author, name, text, false));
    }

    private void note() {
        if (!Choice.percent(12, random)) {
            return;
        }
        String note = slots.fill(Choice.of(company.notes(), random));
        if (kind == Kind.TICKET) {
            events.add("replied", "author", "agent", "authorName", agent, "body", note, "internal", true);
        } else {
            events.add("message", chatMessage("agent", agent, note, true));
        }
    }

    private Object[] chatMessage(String author, String name, String text, boolean internal) {
        return new Object[] {
            "author", author, "authorName", name, "text", text, "internal", internal, "tags", List.of(intent.tag())
        };
    }

    private void resolve() {
        if (kind == Kind.TICKET) {
            events.add("resolved", "tags", List.of(intent.tag()));
        } else {
            events.add("ended", "resolved", true);
        }
    }

    private void rate(int rating) {
        events.add("rated", "rating", rating);
    }
}
