package dev.selvedge.workflow.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions under a meter: every character that the matcher looks at is paid for, so that a pattern that
 * backtracks without end reaches the limit of steps.
 */
final class Patterns {
    private static final int MAX_PATTERN = 5_000;
    private static final long MAX_REPEATS = 10_000_000;

    private Patterns() {}

    /** A matcher of the pattern over the text; a fault if it is no pattern. */
    static Matcher matcher(String pattern, String text, boolean caseSensitive, Meter meter) {
        if (pattern.length() > MAX_PATTERN || repeats(pattern) > MAX_REPEATS) {
            throw Halt.fault("The regular expression is too large: at most " + MAX_PATTERN + " characters and "
                    + MAX_REPEATS + " counted repeats are matched. Shorten it.");
        }
        int flags = Pattern.MULTILINE | (caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        try {
            return Pattern.compile(pattern, flags).matcher(new Metered(text, meter));
        } catch (PatternSyntaxException e) {
            throw Halt.fault("The regular expression " + pattern + " is not valid: " + e.getDescription() + " at "
                    + (e.getIndex() + 1) + ".");
        }
    }

    /** The product of all counted repeats, which bounds loops that look at no character. */
    private static long repeats(String pattern) {
        long product = 1;
        for (int i = pattern.indexOf('{'); i >= 0; i = pattern.indexOf('{', i + 1)) {
            long count = 0;
            long largest = 1;
            for (int j = i + 1; j < pattern.length() && "0123456789,".indexOf(pattern.charAt(j)) >= 0; j++) {
                char c = pattern.charAt(j);
                count = c == ',' ? 0 : Math.min(count * 10 + c - '0', MAX_REPEATS + 1);
                largest = Math.max(largest, count);
            }
            product = Math.min(product * largest, MAX_REPEATS + 1);
        }
        return product;
    }

    private record Metered(CharSequence text, Meter meter) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            meter.patternStep();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
