package dev.selvedge.workflow.device;

/**
 * How much one execution may use. Steps, depth and characters decide alone wherever they can, so that the same workflow
 * ends at the same place on every machine; the clock is a last resort.
 *
 * @param steps statements executed, loop turns and pattern steps (64 of these are one step)
 * @param depth blocks and workflows open at once
 * @param characters of text produced in total; an item of a list or dictionary counts as 16, text
 *     that is read as a quarter of its length
 * @param interactions questions and menus answered before the user gives up and cancels
 * @param deadlineMillis wall-clock milliseconds
 */
public record Limits(int steps, int depth, long characters, int interactions, int deadlineMillis) {
    /** Enough for real workflows, and at most a few hundred milliseconds for hostile ones. */
    public static final Limits STANDARD = new Limits(100_000, 200, 20_000_000, 24, 5_000);

    /** So many times as much of everything but depth and interactions. */
    Limits times(int factor) {
        return new Limits(steps * factor, depth, characters * factor, interactions, deadlineMillis * factor);
    }

    public Limits {
        if (steps < 1 || depth < 1 || characters < 1 || interactions < 0 || deadlineMillis < 1) {
            throw new IllegalArgumentException("limits are positive numbers, found " + steps + " steps, " + depth
                    + " deep, " + characters + " characters, " + interactions + " interactions, " + deadlineMillis
                    + " milliseconds");
        }
    }
}
