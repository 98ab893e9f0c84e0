package dev.millrace.curation.rules.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhonePlanTest {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** What the plan knows by itself must be what libphonenumber says. */
    @Test
    void shouldTakeTheExampleNumberOfEveryRegion() throws NumberParseException {
        PhonePlan plan = PhonePlan.of("US");
        Set<String> wrong = new TreeSet<>();
        for (String region : PHONES.getSupportedRegions()) {
            PhoneNumber number = PHONES.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            if (number != null) {
                String written = PHONES.format(number, PhoneNumberFormat.INTERNATIONAL);
                String expected = PHONES.format(number, PhoneNumberFormat.E164);
                if (!expected.equals(plan.identity(written))) {
                    wrong.add(region + " " + written + " " + plan.identity(written));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    US | (212) 555-0123      | +12125550123
                    US | 212-555-0123        | +12125550123
                    US | 2025550123          | +12025550123
                    US | 1 202 555 0123      | +12025550123
                    US | 1125550123          |
                    US | 123-456-7890        | 1234567890
                    US | 20255501            |
                    US | +44 (0)20 7946 0958 | +442079460958
                    US | +49 30 901820       | +4930901820
                    US | 0049 30 901820      | +4930901820
                    US | 030 1234567         | 0301234567
                    DE | 030 901820          | +4930901820
                    FR | 212-555-0123        | 2125550123
                    US | +999 1234567        |
                    """)
    void shouldGiveANumberOneIdentityInEveryWriting(String region, String written, String identity) {
        assertThat(PhonePlan.of(region).identity(written)).isEqualTo(identity);
    }
}
