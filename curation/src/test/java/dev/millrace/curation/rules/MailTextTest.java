package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTextTest {
    private static final String WORDS = "The chain slips.\n\nWhat can I do?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\nOn Mon, 24 Nov 2024 at 09:30, Robin <robin@larkspur.example> wrote:\n> Please send\n> a photo.",
                "\n\nOn Mon, 24 Nov 2024 at 09:30, Robin Hale from the workshop\n<robin@larkspur.example>\nwrote:\n\nPlease send a photo.",
                "\n\nAm 24.11.2024 um 09:30 schrieb Robin Hale:\n> Bitte ein Foto.",
                "\n\nLe lun. 24 nov. 2024 à 09:30, Robin a écrit :\n> Une photo ?",
                "\n\n-----Original Message-----\nFrom: Robin\nPlease send a photo.",
                "\n\n________________________________\nFrom: Robin Hale <robin@larkspur.example>\nSent: Monday, November 24\nTo: Ada\nSubject: RE: chain\n\nPlease send a photo.",
                "\n\nVon: Robin Hale\nGesendet: Montag\nAn: Ada\nBetreff: Kette\n\nBitte ein Foto.",
                "\n\n##- Please type your reply above this line -##\n\nRobin: a photo, please.",
                "\n\n-- \nAda Lindqvist\n+1 555 0100",
                "\n\nBest regards,\nAda Lindqvist\nHead of Cycling, The Long Road 7",
                "\n\nThanks!\n\nAda Lindqvist",
                "\n\nMit freundlichen Grüßen\nAda Lindqvist",
                "\n\nSent from my iPhone",
                "\n\nGet Outlook for Android",
                "\n\nThis e-mail and any attachments are confidential. If you are not the\nintended recipient, please delete it.",
                "\n\nKind regards\nAda\n\nCONFIDENTIALITY NOTICE: for its reader only.\n\nPlease consider the environment before printing this mail.",
                "\n\nCheers,\nAda\n\nSent from my iPad\n\nOn Mon, 24 Nov 2024, Robin wrote:\n> A photo?",
            })
    void shouldKeepOnlyWhatTheWriterWroteWhenAMailCarriesMore(String more) {
        assertThat(MailText.of(WORDS + more).replace("\n\n________________________________", ""))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The chain slips.",
                "Thanks! That helped.",
                "Thanks\nIt works now.",
                "Thank you.\n\nOne more question: does it come in blue?",
                "Best regards to the workshop, they saved my day.",
                "On Monday I wrote: nobody answered.",
                "From: Berlin\nTo: Paris\nDate: 5 May",
                "Please choose Best.\nThen press OK and wait for a minute or so.",
                "Regards,\n" + "This is a long explanation that goes on well beyond what any signature has. "
                        + "It tells of the chain.",
                "> Please send a photo.",
                "-----Original Message-----\nFrom: Robin\nPlease send a photo.",
                "-- \nAda",
                "a > b\n1 -- 2",
            })
    void shouldKeepEverythingWhenItIsTheMessageItself(String text) {
        assertThat(MailText.of(text)).isEqualTo(text);
    }

    @Test
    void shouldKeepAnswersBelowAndBetweenQuotedLinesWhenThatIsHowTheWriterReplies() {
        // Given
        String mail =
                "On Mon, 24 Nov 2024, Robin wrote:\n> Which chain?\n\nThe eight-speed one.\n\n> Which colour?\nSilver.";

        // Then
        assertThat(MailText.of(mail)).isEqualTo("The eight-speed one.\n\nSilver.");
    }

    @Property(tries = 2000)
    void shouldLeaveSomethingOfWhatWasThereWhateverTheText(@ForAll @NotBlank String text) {
        // Given
        String clean = CleanText.of(text);

        // When
        String left = MailText.of(clean);

        // Then
        assertThat(left.isEmpty()).isEqualTo(clean.isEmpty());
        assertThat(left.length()).isLessThanOrEqualTo(clean.length());
    }

    @Test
    void shouldTakeLinearTimeWhenTheLinesAreMadeToBacktrack() {
        // Given
        String[] hostile = {
            "On ".repeat(30) + "\n",
            "-".repeat(199) + "\n",
            "From:" + " ".repeat(190) + "\n",
            "Thanks\n",
            "intended recipient\n\n",
            ">\n",
            "on a wrote b wrote c wrote d\n",
            "#-= ".repeat(49) + "\n",
        };

        // Then
        for (String line : hostile) {
            String text = line.repeat(100_000 / line.length());
            assertTimeout(Duration.ofSeconds(2), () -> MailText.of(text), line.substring(0, 1));
        }
        assertTimeout(Duration.ofSeconds(2), () -> MailText.of("On ".repeat(33_000)));
    }
}
