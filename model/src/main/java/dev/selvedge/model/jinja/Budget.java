package dev.selvedge.model.jinja;

/** What a rendering may still use. Whoever makes something asks before it is made. */
final class Budget {
    private static final long MAX_STEPS = 5_000_000;
    private static final long MAX_CHARS = 32L << 20;
    private static final int MAX_CALLS = 100;
    static final int MAX_RANGE = 100_000;
    static final int MAX_WIDTH = 1_000;
    static final int MAX_BITS = 4_096;

    private long steps;
    private long chars;
    private int calls;

    void step() {
        if (++steps > MAX_STEPS) {
            throw new TemplateProblem(
                    "it has done " + MAX_STEPS + " steps and is not finished; it may run for ever, so it was stopped");
        }
    }

    /** Room for characters, or for items of lists. */
    void grow(long more) {
        chars += more;
        if (more < 0 || chars > MAX_CHARS) {
            throw new TemplateProblem("it makes more than " + MAX_CHARS + " characters of text, so it was stopped");
        }
    }

    void grow(long times, long size) {
        if (times > 0 && size > MAX_CHARS / times) {
            grow(MAX_CHARS + 1);
        }
        grow(times <= 0 ? 0 : times * size);
    }

    void enter() {
        if (++calls > MAX_CALLS) {
            throw new TemplateProblem("its macros call each other " + MAX_CALLS + " deep, so it was stopped");
        }
    }

    void leave() {
        calls--;
    }
}
