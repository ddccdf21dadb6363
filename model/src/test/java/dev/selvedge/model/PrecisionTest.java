package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
    /** All 65,536 halves, as many as there are. */
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyHalfComesBack(Precision precision) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment halves = arena.allocate(2L << 16, 2);
            for (int i = 0; i < 1 << 16; i++) {
                halves.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
            }
            MemorySegment floats = arena.allocate(4L << 16, 4);
            precision.toFloats(halves, floats);
            MemorySegment back = arena.allocate(2L << 16, 2);
            precision.fromFloats(floats, back, "all");
            for (int i = 0; i < 1 << 16; i++) {
                float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                assertThat(Float.valueOf(value)).isEqualTo(Float.valueOf(obvious(precision, (short) i)));
                short half = back.getAtIndex(ValueLayout.JAVA_SHORT, i);
                if (Float.isNaN(value)) {
                    assertThat(obvious(precision, half)).isNaN();
                } else {
                    assertThat(half).isEqualTo((short) i);
                }
            }
        }
    }

    /** By the fields of the format: sign, exponent, fraction. */
    private static float obvious(Precision precision, short half) {
        int exponentBits = precision == Precision.F16 ? 5 : 8;
        int fractionBits = 15 - exponentBits;
        int bias = (1 << exponentBits - 1) - 1;
        int bits = half & 0xffff;
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        int fraction = bits & (1 << fractionBits) - 1;
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? (float) (sign * Double.POSITIVE_INFINITY) : Float.NaN;
        }
        double whole = exponent == 0 ? 0 : 1;
        return (float)
                (sign * (whole + fraction / (double) (1 << fractionBits)) * Math.pow(2, Math.max(1, exponent) - bias));
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void roundsToTheNearestAndOnTiesToEven(Precision precision) {
        var random = new Random(1);
        int count = 20_000;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocate(4L * count, 4);
            for (int i = 0; i < count; i++) {
                float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-9, 4)));
                // A third of them lies halfway between two halves of BF16.
                value = i % 3 == 0 ? Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffff_0000 | 0x8000) : value;
                floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            }
            MemorySegment halves = arena.allocate(2L * count, 2);
            precision.fromFloats(floats, halves, "some");
            for (int i = 0; i < count; i++) {
                short half = halves.getAtIndex(ValueLayout.JAVA_SHORT, i);
                float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                BigDecimal off = distance(value, obvious(precision, half));
                for (int step : new int[] {-1, 1}) {
                    float neighbour = obvious(precision, (short) (half + step));
                    if (Float.isFinite(neighbour) && Math.signum(neighbour) == Math.signum(value)) {
                        int order = off.compareTo(distance(value, neighbour));
                        assertThat(order < 0 || order == 0 && (half & 1) == 0)
                                .as("%s as %04x", value, half)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static BigDecimal distance(float a, float b) {
        return new BigDecimal(a).subtract(new BigDecimal(b)).abs();
    }

    @Test
    void refusesWhatHasNoFiniteForm() {
        assertThat(roundTrip(Precision.F16, 65_519.99f)).isEqualTo(65_504);
        assertThat(roundTrip(Precision.F16, Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> roundTrip(Precision.F16, -65_520))
                .isInstanceOf(UserException.class)
                .hasMessage("lm_head.weight holds a value too great for F16; write it as BF16 or F32.");
        assertThatThrownBy(() -> roundTrip(Precision.BF16, Float.MAX_VALUE)).hasMessageContaining("BF16");
        assertThat(roundTrip(Precision.F32, Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    }

    private static float roundTrip(Precision precision, float value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_FLOAT, value);
            MemorySegment values = arena.allocate(precision.bytes());
            precision.fromFloats(floats, values, "lm_head.weight");
            precision.toFloats(values, floats);
            return floats.get(ValueLayout.JAVA_FLOAT, 0);
        }
    }
}
