package dev.selvedge.model.grammar;

import java.util.ArrayList;
import java.util.List;

/** The decimal spellings of the integers from one to another. */
final class IntegerRange {
    /** With these many digits the rest is free; longer numbers are not written. */
    private static final long GREATEST = 999_999_999_999_999_999L;

    private IntegerRange() {}

    /** An expression; the least and greatest long stand for no bound. */
    static String of(long least, long most) {
        if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
            return "integer";
        }
        long low = Math.max(least, -GREATEST);
        long high = Math.min(most, GREATEST);
        var alternatives = new ArrayList<String>();
        if (low < 0) {
            for (String magnitude : magnitudes(Math.max(1, -high), -low)) {
                alternatives.add("\"-\" " + magnitude);
            }
        }
        if (high >= 0) {
            alternatives.addAll(magnitudes(Math.max(0, low), high));
        }
        return "(" + String.join(" | ", alternatives) + ")";
    }

    /** By number of digits. */
    private static List<String> magnitudes(long low, long high) {
        var alternatives = new ArrayList<String>();
        for (long from = low; from <= high; ) {
            String digits = Long.toString(from);
            long to = Math.min(high, Long.parseLong("9".repeat(digits.length())));
            alternatives.addAll(digits(digits, Long.toString(to)));
            from = to + 1;
        }
        return alternatives;
    }

    /** Between two numbers of equally many digits. */
    private static List<String> digits(String low, String high) {
        if (low.isEmpty()) {
            return List.of("");
        }
        int rest = low.length() - 1;
        char first = low.charAt(0);
        char last = high.charAt(0);
        boolean wholeBelow = low.substring(1).equals("0".repeat(rest));
        boolean wholeAbove = high.substring(1).equals("9".repeat(rest));
        var alternatives = new ArrayList<String>();
        if (first == last && !(wholeBelow && wholeAbove)) {
            digits(low.substring(1), high.substring(1)).forEach(d -> alternatives.add("\"" + first + "\" " + d));
            return alternatives;
        }
        char from = wholeBelow ? first : (char) (first + 1);
        char to = wholeAbove ? last : (char) (last - 1);
        if (!wholeBelow) {
            digits(low.substring(1), "9".repeat(rest)).forEach(d -> alternatives.add("\"" + first + "\" " + d));
        }
        if (from <= to) {
            alternatives.add("[" + from + "-" + to + "] [0-9]{" + rest + "}");
        }
        if (!wholeAbove) {
            digits("0".repeat(rest), high.substring(1)).forEach(d -> alternatives.add("\"" + last + "\" " + d));
        }
        return alternatives;
    }
}
