package dev.millrace.lm.format;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvesTest {
    @ParameterizedTest
    @CsvSource({
        "0x0000, 0",
        "0x3c00, 1",
        "0xc000, -2",
        "0x7bff, 65504",
        "0x0001, 5.9604645E-8",
        "0x0400, 6.1035156E-5",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e00, NaN",
        "0x3555, 0.33325195"
    })
    void shouldReadFloat16WhenNormalSubnormalOrSpecial(String bits, float expected) {
        // When
        float value = Halves.fromFloat16((short) Integer.decode(bits).intValue());

        // Then
        assertThat((Float) value).isEqualTo((Float) expected);
    }

    @Property
    void shouldRoundToTheNearestBfloat16(@ForAll @FloatRange(min = -3e38f, max = 3e38f) float value) {
        // When
        float rounded = Halves.fromBfloat16(Halves.toBfloat16(value));

        // Then
        assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(Math.ulp(value) * 0x1p15f);
        assertThat(Halves.toBfloat16(rounded)).isEqualTo(Halves.toBfloat16(value));
    }

    @Test
    void shouldRoundTiesToEvenAndKeepNaN() {
        // When
        short downwards = Halves.toBfloat16(Float.intBitsToFloat(0x3f808000));
        short upwards = Halves.toBfloat16(Float.intBitsToFloat(0x3f818000));
        float nan = Halves.fromBfloat16(Halves.toBfloat16(Float.intBitsToFloat(0x7f800001)));

        // Then
        assertThat(downwards).isEqualTo((short) 0x3f80);
        assertThat(upwards).isEqualTo((short) 0x3f82);
        assertThat(nan).isNaN();
    }
}
