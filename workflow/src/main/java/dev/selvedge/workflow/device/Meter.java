package dev.selvedge.workflow.device;

/** Counts what an execution uses and ends it at a limit. */
final class Meter {
    private static final int PATTERN_STEPS_PER_STEP = 64;
    private static final int CHARACTERS_PER_ITEM = 16;
    private static final int CHARACTERS_PER_STEP = 1_000;

    private final Limits limits;
    private final long deadlineNanos;
    private long steps;
    private long characters;
    private int depth;
    private int interactions;
    private int patternSteps;

    Meter(Limits limits) {
        this.limits = limits;
        this.deadlineNanos = System.nanoTime() + limits.deadlineMillis() * 1_000_000L;
    }

    void step() {
        if (++steps > limits.steps()) {
            throw Halt.limit("the limit of " + limits.steps() + " steps");
        }
        if ((steps & 255) == 0 && System.nanoTime() - deadlineNanos > 0) {
            throw Halt.deadline();
        }
    }

    void patternStep() {
        if (++patternSteps == PATTERN_STEPS_PER_STEP) {
            patternSteps = 0;
            step();
        }
    }

    /** Work done: steps, and one more for every thousand characters produced. */
    long work() {
        return steps + characters / CHARACTERS_PER_STEP;
    }

    /** Before text of this length is gone through: a quarter of what producing it costs. */
    void read(int length) {
        produce(length >> 2);
    }

    /** Before a list or dictionary of this many items is made. */
    void hold(long items) {
        produce(items * CHARACTERS_PER_ITEM);
    }

    /** Before text of this length is produced. */
    void produce(long length) {
        characters += length;
        if (characters > limits.characters()) {
            throw Halt.limit("the limit of " + limits.characters() + " characters");
        }
    }

    void enter() {
        if (++depth > limits.depth()) {
            throw Halt.limit("the limit of " + limits.depth() + " open blocks");
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Back to an earlier depth, where blocks were left early. */
    void depth(int earlier) {
        depth = earlier;
    }

    void interact() {
        if (++interactions > limits.interactions()) {
            throw Halt.cancelled();
        }
    }

    /** Joins, and pays for what it makes before it makes it. */
    String join(Iterable<String> parts, String separator) {
        Builder text = builder();
        boolean first = true;
        for (String part : parts) {
            if (!first) {
                text.add(separator);
            }
            first = false;
            text.add(part);
        }
        return text.toString();
    }

    Builder builder() {
        return new Builder();
    }

    /** Builds text that is paid for as it grows. */
    final class Builder {
        private final StringBuilder text = new StringBuilder();

        Builder add(CharSequence part) {
            produce(part.length());
            text.append(part);
            return this;
        }

        Builder add(CharSequence part, int start, int end) {
            produce(end - start);
            text.append(part, start, end);
            return this;
        }

        Builder add(char c) {
            produce(1);
            text.append(c);
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
