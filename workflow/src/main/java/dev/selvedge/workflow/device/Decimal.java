package dev.selvedge.workflow.device;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as the device reads, calculates and shows them: decimal with 34 digits, shown with at most 15 significant
 * ones where there is a fraction, at most 10<sup>300</sup>.
 */
final class Decimal {
    static final MathContext PRECISION = MathContext.DECIMAL128;
    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final int MAX_EXPONENT = 300;
    private static final int MAX_LENGTH = 320;

    private Decimal() {}

    /** The number that the whole text is, with or without thousands separators; null if it is none. */
    static @Nullable BigDecimal parse(String text) {
        String plain = text.strip();
        int end = end(plain, 0);
        if (end != plain.length() || end == 0) {
            return null;
        }
        return value(plain);
    }

    /** The first number in the text, null without one. */
    static @Nullable BigDecimal first(String text) {
        for (int i = 0; i < text.length(); i++) {
            int end = end(text, i);
            if (end > i) {
                return value(text.substring(i, end));
            }
        }
        return null;
    }

    /** Where the number that starts here ends; here if none does. */
    static int end(String text, int start) {
        int i = start;
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int digits = i;
        i = digits(text, i);
        boolean grouped = i - digits <= 3 && i > digits;
        while (grouped && i < text.length() && text.charAt(i) == ',' && digits(text, i + 1) == i + 4) {
            i += 4;
        }
        boolean any = i > digits;
        if (i < text.length() && text.charAt(i) == '.' && digits(text, i + 1) > i + 1) {
            i = digits(text, i + 1);
            any = true;
        }
        if (!any || i - start > MAX_LENGTH) {
            return start;
        }
        return exponent(text, i);
    }

    private static int exponent(String text, int i) {
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int j = i + 1;
            if (j < text.length() && (text.charAt(j) == '-' || text.charAt(j) == '+')) {
                j++;
            }
            int end = digits(text, j);
            if (end > j && end - j <= 3) {
                return end;
            }
        }
        return i;
    }

    private static int digits(String text, int i) {
        int end = i;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static @Nullable BigDecimal value(String number) {
        BigDecimal value = new BigDecimal(number.indexOf(',') < 0 ? number : number.replace(",", ""));
        return tooLarge(value) || value.scale() > 2 * MAX_EXPONENT ? null : value;
    }

    private static boolean tooLarge(BigDecimal value) {
        return (long) value.precision() - value.scale() > MAX_EXPONENT;
    }

    /** Rounded to what the device keeps; a fault if it is too large. */
    static BigDecimal kept(BigDecimal value) {
        if (tooLarge(value)) {
            throw Halt.fault("The result of the calculation is too large to be a number.");
        }
        if (value.scale() > MAX_EXPONENT) {
            return value.setScale(MAX_EXPONENT, RoundingMode.HALF_EVEN);
        }
        return value.precision() > PRECISION.getPrecision() ? value.round(PRECISION) : value;
    }

    /** A result of floating-point arithmetic; a fault if it is no finite number. */
    static BigDecimal of(double value) {
        if (Double.isNaN(value)) {
            throw Halt.fault("The calculation has no result for these numbers.");
        }
        if (Double.isInfinite(value)) {
            throw Halt.fault("The result of the calculation is too large to be a number.");
        }
        return new BigDecimal(value, SHOWN);
    }

    static String print(BigDecimal value) {
        if (value.scale() == 0) {
            return value.toString();
        }
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > 0) {
            plain = plain.round(SHOWN).stripTrailingZeros();
        }
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }

    /** Whether they are shown the same. */
    static boolean same(BigDecimal a, BigDecimal b) {
        return a.compareTo(b) == 0 || print(a).equals(print(b));
    }

    /** As a count: no fraction, within int. */
    static int toInt(BigDecimal value) {
        BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
        if (whole.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            return value.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
        }
        return whole.intValue();
    }
}
