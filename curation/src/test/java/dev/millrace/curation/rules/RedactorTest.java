package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.rules.redaction.NameDictionary;
import dev.millrace.curation.rules.redaction.NameFinder;
import dev.millrace.curation.rules.redaction.PiiType;
import dev.millrace.curation.rules.redaction.Redactor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = redactor();

    private static Redactor redactor(String... names) {
        return new Redactor(List.of(names), NameFinder.NONE, "US", EnumSet.allOf(PiiType.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    write to jane.doe+shop@mail.example.co.uk, please   | write to <EMAIL_1>, please
                    jürgen@münchen.de is me                             | <EMAIL_1> is me
                    mailto:a_b%c@x-y.org.                               | mailto:<EMAIL_1>.
                    12025550143@txt.example.com                         | <EMAIL_1>
                    call +1 (212) 555-0123 today                        | call <PHONE_1> today
                    call (212) 555-0123                                 | call <PHONE_1>
                    call 212.555.0123 or 212-555-0199                   | call <PHONE_1> or <PHONE_2>
                    (978)645-9740x11144 or 751-954-9268                 | <PHONE_1> or <PHONE_2>
                    001-748-088-2851x818                                | <PHONE_1>
                    +44 20 7946 0958                                    | <PHONE_1>
                    0049 30 901820                                      | <PHONE_1>
                    ring 030 1234567 please                             | ring <PHONE_1> please
                    card 4111 1111 1111 1111, exp 12/27                 | card <CARD_1>, exp 12/27
                    card 4111-1111-1111-1111                            | card <CARD_1>
                    amex 378282246310005                                | amex <CARD_1>
                    5555555555554444 and 6011111111111117               | <CARD_1> and <CARD_2>
                    IBAN DE89 3704 0044 0532 0130 00 please             | IBAN <IBAN_1> please
                    gb82WEST12345698765432                              | <IBAN_1>
                    from 192.168.10.254:8080                            | from <IP_1>:8080
                    from 2001:db8::8a2e:370:7334 and ::1                | from <IP_1> and ::1
                    fe80::1                                             | <IP_1>
                    mac 00:1A:2b:3C:4d:5E ok                            | mac <MAC_1> ok
                    ssn 536-22-1234                                     | ssn <SSN_1>
                    key AKIAIOSFODNN7EXAMPLE                            | key <SECRET_1>
                    ghp_abcdefghijklmnopqrstuvwxyz0123456789            | <SECRET_1>
                    token xoxb-123456789012-abcdefGHIJ                  | token <SECRET_1>
                    sk_live_4eC39HqLyjWDarjtT1zdp7dc                    | <SECRET_1>
                    eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl | <SECRET_1>
                    see https://bob:hunter2@git.example.com/x           | see https:<SECRET_1>@git.example.com/x
                    card 4716424521511864 expired                       | card <CARD_1> expired
                    send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now      | send to <BTC_1> now
                    to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.      | to <BTC_1>.
                    my DNI is 12345678Z, okay                           | my DNI is <ID_1>, okay
                    codice fiscale RSSMRA85T10A562S                     | codice fiscale <ID_1>
                    CPF 529.982.247-25                                  | CPF <ID_1>
                    my SIN: 130 692 544                                 | my SIN: <ID_1>
                    Aadhaar 2341 2341 2346                              | Aadhaar <ID_1>
                    NHS number 943 476 5919                             | NHS number <ID_1>
                    BSN 111222333 and PESEL 44051401359                 | BSN <ID_1> and PESEL <ID_2>
                    NINO: AB 12 34 56 C.                                | NINO: <ID_1>.
                    my DNI is 12345678Z.                                | my DNI is <ID_1>.
                    rijksregister 85.07.30-033.28                       | rijksregister <ID_1>
                    AHV 756.9217.0769.85                                | AHV <ID_1>
                    born on 17 May 1990 in Bath                         | born on <BORN_1> in Bath
                    DOB: 1990-05-17                                     | DOB: <BORN_1>
                    date of birth is May 17th, 1990.                    | date of birth is <BORN_1>.
                    my account number is 12345678                       | my account number is <ACCOUNT_1>
                    call +49 30 901820. 12 days ago it worked           | call <PHONE_1>. 12 days ago it worked
                    you can call 449 4898                               | you can call <PHONE_1>
                    25-62-29-72 fax                                     | <PHONE_1> fax
                    my password is hunter22 now                         | my <SECRET_1> now
                    password: Tr0ub4dor&3                               | <SECRET_1>
                    """)
    void shouldReplaceEachKindOfPersonalDataAndSecret(String text, String redacted) {
        assertThat(redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 1234567890123456 was late",
                "sent at 1700000000000 ms",
                "order #2125550123 and ORD-2125550123",
                "version 1.2.3 of 2020-01-05 at 12:30:45",
                "on 01/02/2023 10:30, and 05.11.2024",
                "my password is incorrect",
                "meet @jane at root@localhost",
                "ssn 000-12-3456 or 666-12-3456",
                "std::vector and a::b",
                "costs 1,234,567.89 or 12 345",
                "DE00370400440532013000",
                "300.1.2.3 and 1.2.3.4.5",
                "sk-ip this and eyJust looking",
                "order number 4716424521511864",
                "ticket 5210402405591275 and invoice 4916613736624573",
                "delivered on 17 May 1990, at 12345678A",
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb is wrong",
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdr",
                "the number 52998224725 and 130 692 544",
                "account with 12 items",
            })
    void shouldLeaveAloneWhatOnlyLooksLikeIt(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void shouldGiveTheSamePlaceholderToTheSamePersonOrNumber() {
        String first = redactor.redact("Mail Jane@Example.com or bob@example.com, call +1 212 555 0123");
        String second = redactor.redact("I am jane@example.com, at (212) 555-0123");

        assertThat(first).isEqualTo("Mail <EMAIL_1> or <EMAIL_2>, call <PHONE_1>");
        assertThat(second).isEqualTo("I am <EMAIL_1>, at <PHONE_1>");
        assertThat(redactor.counts()).containsEntry("email", 3).containsEntry("phone", 2);
    }

    @Test
    void shouldReplaceTheKnownNamesWholeOrInPart() {
        Redactor known = redactor("Jane Doe", "Søren Ågård", "jane@example.com");

        assertThat(known.redact("Hi Jane, JANE DOE here. Søren, ask jane doe's boss Mr. Doe."))
                .isEqualTo("Hi <NAME_1>, <NAME_1> here. <NAME_2>, ask <NAME_1>'s boss Mr. <NAME_1>.");
    }

    @Test
    void shouldNotTakeOrdinaryWordsForPartsOfANameWhereASentenceBegins() {
        Redactor known = redactor("Will Hope");

        assertThat(known.redact("Will it work? I hope so. Ask Will. Thanks, Will Hope"))
                .isEqualTo("Will it work? I hope so. Ask <NAME_1>. Thanks, <NAME_1>");
    }

    @Test
    void shouldReplaceAKnownAddressAsAWholeOnly() {
        Redactor known = redactor("12 Mill Street, Bath");

        assertThat(known.redact("Send it to 12 Mill Street, Bath. Mill Street is long, Bath is old."))
                .isEqualTo("Send it to <NAME_1>. Mill Street is long, Bath is old.");
    }

    @Test
    void shouldReplaceWhatAFinderOfNamesFinds() {
        NameFinder finder = text -> List.of(new NameFinder.Name(4, 12, "ada berg"), new NameFinder.Name(16, 19, "it"));
        Redactor finding = new Redactor(List.of("Ada Berg"), finder, "US", EnumSet.allOf(PiiType.class));

        assertThat(finding.redact("Ask Ada Berg if her Ada")).isEqualTo("Ask <NAME_1> if <NAME_2> <NAME_1>");
    }

    @Test
    void shouldReplaceTheNamesOfADictionary() {
        NameFinder dictionary = NameDictionary.of(List.of("Zelda Quist", "İpek"));
        Redactor redactor = new Redactor(List.of(), dictionary, "US", EnumSet.allOf(PiiType.class));

        assertThat(redactor.redact("zelda quist and İpek say that Zelda is here"))
                .isEqualTo("<NAME_1> and <NAME_2> say that <NAME_1> is here");
    }

    @Test
    void shouldReplaceAPrivateKeyFromItsFirstToItsLastLine() {
        String text = "here:\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\nthanks";

        assertThat(redactor.redact(text)).isEqualTo("here:\n<SECRET_1>\nthanks");
    }

    @Test
    void shouldReplaceOnlyTheTypesThatAreAskedFor() {
        Redactor onlyCards = new Redactor(List.of("Jane"), NameFinder.NONE, "US", Set.of(PiiType.CARD));

        assertThat(onlyCards.redact("Jane pays with 4111111111111111, a@b.com"))
                .isEqualTo("Jane pays with <CARD_1>, a@b.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@",
                "eyJ-",
                "1 ",
                "-----BEGIN ",
                "(",
                "a.b",
                "xoxb-",
                "://",
                "12.",
                "1:",
                "password is ",
                "a@b."
            })
    @Timeout(120)
    void shouldStayLinearOnHostileText(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        // Not a measurement: quadratic work on a million characters would never end.
        assertThat(redactor.redact(text)).isNotEmpty();
    }

    @Test
    void shouldTellWhatWasReplacedAndWhere() {
        List<Redactor.Found> found = new ArrayList<>();

        redactor.redact("Mail jane@example.com from 10.1.2.3.", found::add);

        assertThat(found)
                .containsExactly(new Redactor.Found(PiiType.EMAIL, 5, 21), new Redactor.Found(PiiType.IP, 27, 35));
    }
}
