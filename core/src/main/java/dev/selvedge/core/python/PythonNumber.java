package dev.selvedge.core.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers as Python's {@code int()} and {@code float()} read them: white space around them, digits of any script, single
 * underscores between digits, a sign. An integer has at most 4,300 digits, as in Python.
 */
public final class PythonNumber {
    private static final int MOST_DIGITS = 4_300;
    private static final String DIGITS = "[0-9]++(?:_[0-9]++)*+";
    private static final Pattern INTEGER = Pattern.compile("[+-]?" + DIGITS);
    private static final Pattern REAL = Pattern.compile(
            "[+-]?(?:" + DIGITS + "(?:\\.(?:" + DIGITS + ")?)?|\\." + DIGITS + ")(?:[eE][+-]?" + DIGITS + ")?");
    private static final Pattern NAMED = Pattern.compile("(?i)([+-]?)(?:inf(?:inity)?|(nan))");

    private PythonNumber() {}

    /** {@code int(text)}; nothing where Python would raise. */
    public static Optional<BigInteger> integer(String text) {
        String plain = plain(text);
        if (plain.length() > 2 * MOST_DIGITS || !INTEGER.matcher(plain).matches()) {
            return Optional.empty();
        }
        String digits = plain.replace("_", "");
        boolean signed = !Character.isDigit(digits.charAt(0));
        return digits.length() - (signed ? 1 : 0) > MOST_DIGITS
                ? Optional.empty()
                : Optional.of(new BigInteger(digits));
    }

    /** {@code int(value)}: texts are read, numbers lose their fraction, truth values are 1 and 0. */
    public static Optional<BigInteger> integer(PythonValue value) {
        return switch (value) {
            case PythonValue.Int(BigInteger whole) -> Optional.of(whole);
            case PythonValue.Bool(boolean truth) -> Optional.of(truth ? BigInteger.ONE : BigInteger.ZERO);
            case PythonValue.Float(double real) ->
                Double.isFinite(real) ? Optional.of(new BigDecimal(real).toBigInteger()) : Optional.empty();
            case PythonValue.Text(String text) -> integer(text);
            case PythonValue.Singleton none -> Optional.empty();
            case PythonValue.Bytes bytes -> Optional.empty();
            case PythonValue.Sequence sequence -> Optional.empty();
            case PythonValue.Dict dict -> Optional.empty();
        };
    }

    /** {@code float(text)}, which may be infinite or no number; nothing where Python would raise. */
    public static OptionalDouble real(String text) {
        String plain = plain(text);
        var named = NAMED.matcher(plain);
        if (named.matches()) {
            double size = named.group(2) == null ? Double.POSITIVE_INFINITY : Double.NaN;
            return OptionalDouble.of(named.group(1).equals("-") ? -size : size);
        }
        return REAL.matcher(plain).matches()
                ? OptionalDouble.of(Double.parseDouble(plain.replace("_", "")))
                : OptionalDouble.empty();
    }

    /** Without white space around it, with ASCII digits. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        PythonSpace.strip(text)
                .codePoints()
                .forEach(c -> plain.appendCodePoint(
                        c > 127 && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                                ? '0' + Character.digit(c, 10)
                                : c));
        return plain.toString();
    }
}
