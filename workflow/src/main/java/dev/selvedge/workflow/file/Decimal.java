package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers as the tree has them: the shortest digits, no exponent, so that equal numbers are equal records. */
final class Decimal {
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d{1,60}\\.?\\d{0,60}|\\.\\d{1,60})");

    private Decimal() {}

    static Num of(BigInteger number) {
        return new Num(new BigDecimal(number));
    }

    /** A number, or the text of one that is none or has no short decimal form. */
    static Value of(double number) {
        if (!Double.isFinite(number) || Math.abs(number) > 1e60 || (number != 0 && Math.abs(number) < 1e-60)) {
            return new Text(Double.toString(number));
        }
        return of(BigDecimal.valueOf(number));
    }

    /** The number that a text holds, the text itself where it holds none. */
    static Value of(String text) {
        String stripped = text.strip();
        return PLAIN.matcher(stripped).matches() ? of(new BigDecimal(stripped)) : new Text(text);
    }

    static Num of(BigDecimal number) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return new Num(shortest.scale() < 0 ? shortest.setScale(0) : shortest);
    }
}
