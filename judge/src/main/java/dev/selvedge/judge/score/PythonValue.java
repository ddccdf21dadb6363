package dev.selvedge.judge.score;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Numbers as the published comparer, a Python program, reads them. What makes it stop is a {@link Stop}.
 */
final class PythonValue {
    /** Digits that no decimal system has, such as superscripts: Python takes them for digits and then cannot convert. */
    private static final Pattern ODD_DIGITS = Pattern.compile("[\\u00B2\\u00B3\\u00B9\\u1369-\\u1371\\u19DA\\u2070"
            + "\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247C\\u2488-\\u2490\\u24EA\\u24F5-\\u24FD\\u24FF"
            + "\\u2776-\\u277E\\u2780-\\u2788\\u278A-\\u2792]");

    private static final Pattern KEY = Pattern.compile("\\p{Nd}+(_\\p{Nd}+)*");
    private static final int MOST_DIGITS = 4300;

    private PythonValue() {}

    /** Something at which the published comparer ends with an error; the message is a sentence without its end. */
    static final class Stop extends Exception {
        private static final long serialVersionUID = 1;

        Stop(String reason) {
            super(reason);
        }
    }

    /** Booleans are 0 and 1, whole floats are integers, texts of dashes and digits are tried; null for all others. */
    static @Nullable BigInteger integer(JsonNode value) throws Stop {
        if (value.isBoolean()) {
            return value.booleanValue() ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return Double.isFinite(number) && number == Math.rint(number)
                    ? new BigDecimal(number).toBigInteger()
                    : null;
        }
        return value.isString() ? ofText(strip(value.stringValue())) : null;
    }

    private static @Nullable BigInteger ofText(String text) throws Stop {
        String digits = text.replaceFirst("^-+", "");
        if (digits.isEmpty() || !digits.codePoints().allMatch(c -> Character.isDigit(c) || isOdd(c))) {
            return null;
        }
        if (text.length() - digits.length() > 1
                || digits.codePoints().anyMatch(PythonValue::isOdd)
                || digits.length() > MOST_DIGITS) {
            throw new Stop("it cannot make a number of '" + excerpt(text) + "'");
        }
        return new BigInteger(text);
    }

    private static boolean isOdd(int c) {
        return ODD_DIGITS.matcher(Character.toString(c)).matches();
    }

    /** What {@code int(text)} is: spaces around, a sign, single underscores between digits; null where it fails. */
    static @Nullable BigInteger ofKey(String key) {
        String text = strip(key);
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (!KEY.matcher(digits).matches() || digits.length() > MOST_DIGITS) {
            return null;
        }
        BigInteger value = new BigInteger(digits.replace("_", ""));
        return text.startsWith("-") ? value.negate() : value;
    }

    /** Without Python's white space at both ends. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
