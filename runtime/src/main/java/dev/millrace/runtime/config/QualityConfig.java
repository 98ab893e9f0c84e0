package dev.millrace.runtime.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

@Doc("What the texts of a conversation must be like, beside their length and language.")
public record QualityConfig(
        @Doc(
                "Rules for the text: `support` for tickets and chats; `gopher` and `fineweb` hold it to what these corpora ask of web pages, which few chats meet.")
        Profile profile,

        @Doc("Lowest share of letters among the visible characters of the answers (`support`).")
        double minLetters,

        @Doc("Highest share of repeated word triples in an answer (`support`).")
        double maxRepetition,

        @Doc("Highest share of the answers that may be phrases of `boilerplate` (`support`).")
        double maxBoilerplate,

        @Doc(
                "Phrases that say nothing about the matter; a sentence that holds one is boilerplate. Letter case does not count.")
        List<String> boilerplate,

        @Doc("Highest share of profane words among the words of the answers.")
        double maxProfanity,

        @Doc("Words that count as profane, whole words in any letter case.")
        List<String> profanity,

        @Doc(
                "What becomes of slots such as `{{Order Number}}` that a template left in the text: `keep` counts them, `reject` refuses the conversation, `fill` puts the values of `slotValues` in their place and keeps those without.")
        Slots slots,

        @Doc("Values of slots by name, without braces; letter case does not count.")
        Map<String, String> slotValues) {

    /** Sets of rules for the text. */
    public enum Profile {
        SUPPORT,
        GOPHER,
        FINEWEB
    }

    /** What becomes of slots that a template left in the text. */
    public enum Slots {
        KEEP,
        REJECT,
        FILL
    }

    public static final QualityConfig DEFAULTS = new QualityConfig(
            Profile.SUPPORT,
            0.4,
            0.5,
            0.9,
            List.of(
                    "thank you for contacting",
                    "thanks for contacting",
                    "thank you for reaching out",
                    "thanks for reaching out",
                    "thank you for your patience",
                    "this is an automated",
                    "this is an automatic",
                    "do not reply to this",
                    "we have received your",
                    "your request has been received",
                    "we will get back to you",
                    "we'll get back to you",
                    "a member of our team will",
                    "is there anything else",
                    "have a great day",
                    "have a nice day"),
            0,
            List.of(
                    "arse",
                    "arsehole",
                    "asshole",
                    "bastard",
                    "bitch",
                    "bollocks",
                    "bullshit",
                    "cunt",
                    "dickhead",
                    "fuck",
                    "fucked",
                    "fucker",
                    "fucking",
                    "motherfucker",
                    "prick",
                    "shit",
                    "shitty",
                    "slut",
                    "twat",
                    "wanker",
                    "whore"),
            Slots.KEEP,
            Map.of());

    public QualityConfig {
        boilerplate = List.copyOf(boilerplate);
        profanity = List.copyOf(profanity);
        slotValues = Map.copyOf(slotValues);
        Check.within("minLetters", minLetters, 0, 1);
        Check.within("maxRepetition", maxRepetition, 0, 1);
        Check.within("maxBoilerplate", maxBoilerplate, 0, 1);
        Check.within("maxProfanity", maxProfanity, 0, 1);
        boilerplate.forEach(phrase -> Check.notBlank("boilerplate", phrase));
        profanity.forEach(word -> Check.notBlank("profanity", word));
        Set<String> names = new HashSet<>();
        for (String name : slotValues.keySet()) {
            Check.notBlank("slotValues", name);
            boolean fresh = names.add(name.strip().toLowerCase(Locale.ROOT));
            Check.that(fresh, "slotValues", "'" + name + "' twice", "one value for a name, letter case aside");
        }
    }
}
