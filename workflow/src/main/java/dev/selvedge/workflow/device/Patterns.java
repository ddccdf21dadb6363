package dev.selvedge.workflow.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions, bounded by counting alone. Every character that the matcher looks at is paid for, so that a
 * pattern that backtracks without end reaches the limit of steps. Java's matcher recurses once for every turn of a
 * repeated group; how deep it can go follows from the pattern and the length of the text, so matching runs on a stack
 * that is large enough, and where none would be, the execution ends as one that the device cannot decide.
 */
final class Patterns {
    private static final int MAX_PATTERN = 5_000;
    private static final int MAX_GROUP_DEPTH = 200;
    private static final long MAX_REPEATS = 1_000_000;
    /** More than a frame of the matcher takes, interpreted or compiled. */
    private static final int BYTES_PER_FRAME = 256;
    /** What any thread has left. */
    private static final long SMALL_STACK_BYTES = 1 << 17;

    private static final long LARGEST_STACK_BYTES = 1 << 30;

    private Patterns() {}

    /**
     * What the work makes of a matcher of the pattern over the text.
     *
     * @throws Halt a fault if it is no pattern or too large, a limit, or beyond what the device can decide
     */
    static <T> T match(String pattern, String text, boolean caseSensitive, Meter meter, Function<Matcher, T> work) {
        if (pattern.length() > MAX_PATTERN || groupDepth(pattern) > MAX_GROUP_DEPTH) {
            throw Halt.fault("The regular expression is too large: at most " + MAX_PATTERN + " characters and "
                    + MAX_GROUP_DEPTH + " nested groups are matched. Shorten it.");
        }
        long counted = repeats(pattern);
        if (counted > MAX_REPEATS) {
            throw Halt.beyond("a regular expression whose groups may repeat more than " + MAX_REPEATS + " times");
        }
        long nodes = pattern.length() + 4L;
        long frames = nodes + nodes * counted + (repeatsWithoutEnd(pattern) ? text.length() * (nodes + counted) : 0);
        long stackBytes = frames * BYTES_PER_FRAME;
        if (stackBytes > LARGEST_STACK_BYTES) {
            throw Halt.beyond("a regular expression with repeated groups over " + text.length() + " characters");
        }
        int flags = Pattern.MULTILINE | (caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return stackBytes <= SMALL_STACK_BYTES
                ? now(pattern, flags, text, meter, work)
                : onStack(stackBytes, () -> now(pattern, flags, text, meter, work));
    }

    private static <T> T now(String pattern, int flags, String text, Meter meter, Function<Matcher, T> work) {
        try {
            return work.apply(Pattern.compile(pattern, flags).matcher(new Metered(text, meter)));
        } catch (PatternSyntaxException e) {
            throw Halt.fault("The regular expression " + pattern + " is not valid: " + e.getDescription() + " at "
                    + (e.getIndex() + 1) + ".");
        } catch (StackOverflowError e) {
            throw Halt.beyond("a regular expression that repeats too deep");
        }
    }

    /** Work that gives a value. */
    @FunctionalInterface
    private interface Work<T> {
        T done();
    }

    /** Runs work on a thread of its own with a stack of this size, and waits for it. */
    private static <T> T onStack(long bytes, Work<T> work) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable RuntimeException> halt = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        result.set(work.done());
                    } catch (RuntimeException e) {
                        halt.set(e);
                    }
                },
                "pattern",
                bytes + SMALL_STACK_BYTES);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException failed = halt.get();
        T value = result.get();
        if (failed != null || value == null) {
            throw failed == null ? new IllegalStateException("matching gave no value") : failed;
        }
        return value;
    }

    private static int groupDepth(String pattern) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '(' -> deepest = Math.max(deepest, ++depth);
                case ')' -> depth--;
                default -> {}
            }
        }
        return deepest;
    }

    /** Whether something may repeat as often as the text is long, other than single characters. */
    private static boolean repeatsWithoutEnd(String pattern) {
        for (int i = 0; i + 1 < pattern.length(); i++) {
            char next = pattern.charAt(i + 1);
            switch (pattern.charAt(i)) {
                case ')' -> {
                    if (next == '*' || next == '+' || next == '{') {
                        return true;
                    }
                }
                case '\\' -> {
                    if ("RXk123456789".indexOf(next) >= 0) {
                        return true;
                    }
                }
                case ',' -> {
                    if (next == '}') {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** How many turns the counted repeats may take in one path through the pattern: sums in a row, products inside. */
    private static long repeats(String pattern) {
        Deque<Long> outer = new ArrayDeque<>();
        long row = 1;
        long last = 1;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> {
                    i++;
                    last = 1;
                }
                case '(' -> {
                    outer.push(row);
                    row = 1;
                    last = 1;
                }
                case ')' -> {
                    last = row;
                    row = Math.min(row + (outer.isEmpty() ? 0 : outer.pop()), MAX_REPEATS + 1);
                }
                case '{' -> row = Math.min(row + last * count(pattern, i + 1), MAX_REPEATS + 1);
                default -> last = 1;
            }
        }
        while (!outer.isEmpty()) {
            row = Math.min(row + outer.pop(), MAX_REPEATS + 1);
        }
        return row;
    }

    /** The larger number of a counted repeat, 1 where there is none. */
    private static long count(String pattern, int start) {
        long count = 0;
        long largest = 1;
        for (int i = start; i < pattern.length() && "0123456789,".indexOf(pattern.charAt(i)) >= 0; i++) {
            char c = pattern.charAt(i);
            count = c == ',' ? 0 : Math.min(count * 10 + c - '0', MAX_REPEATS + 1);
            largest = Math.max(largest, count);
        }
        return largest;
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
