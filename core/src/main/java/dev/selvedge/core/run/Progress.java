package dev.selvedge.core.run;

import java.util.Locale;

/**
 * How far a piece of work is: a bar with rate and time left. Shows nothing for work under two seconds. Safe for several
 * threads.
 */
public final class Progress implements AutoCloseable {
    private static final double SILENT_SECONDS = 2;
    private static final double TERMINAL_SECONDS = 0.1;
    private static final double LINE_SECONDS = 5;
    private static final int BAR_COLUMNS = 24;

    private final Screen screen;
    private final String label;
    private final long total;
    private final long start;
    private long done;
    private long skipped;
    private long drawn;
    private boolean shown;
    private boolean closed;

    Progress(Screen screen, String label, long total, long start) {
        this.screen = screen;
        this.label = label;
        this.total = total;
        this.start = start;
        this.drawn = start;
    }

    /**
     * Begins a piece of work on standard error; close it.
     *
     * @param label what is being done, a word or two
     * @param total number of units, negative where unknown
     */
    public static Progress start(String label, long total) {
        return Screen.standard().start(label, total);
    }

    /** So many units more are done. */
    public synchronized void advance(long units) {
        done += units;
        show();
    }

    /** So many units were done already in an earlier run; they do not count for the rate. */
    public synchronized void skip(long units) {
        done += units;
        skipped += units;
        show();
    }

    private void show() {
        long now = screen.now();
        double wait = !shown ? SILENT_SECONDS : screen.terminal() ? TERMINAL_SECONDS : LINE_SECONDS;
        if (closed || seconds(drawn, now) < wait) {
            return;
        }
        drawn = now;
        shown = true;
        String numbers = numbers(seconds(start, now));
        screen.draw(this, text(numbers), label.length() + 1 + (hasBar() ? BAR_COLUMNS + 1 : 0) + numbers.length());
    }

    private boolean hasBar() {
        return screen.terminal() && total > 0;
    }

    private String text(String numbers) {
        if (!hasBar()) {
            return label + " " + numbers;
        }
        int full = (int) Math.min(BAR_COLUMNS, BAR_COLUMNS * done / total);
        String left = "━".repeat(full);
        String right = (screen.colour() ? "━" : "·").repeat(BAR_COLUMNS - full);
        return label + " "
                + (screen.colour() ? "\u001b[32m" + left + "\u001b[90m" + right + "\u001b[0m" : left + right) + " "
                + numbers;
    }

    private String numbers(double seconds) {
        double rate = (done - skipped) / seconds;
        String count = total > 0
                ? String.format(Locale.ROOT, "%,d/%,d (%d %%)", done, total, 100 * done / total)
                : String.format(Locale.ROOT, "%,d", done);
        String speed = String.format(Locale.ROOT, rate < 10 ? "%.2f/s" : "%,.0f/s", rate);
        boolean known = total > 0 && rate > 0 && done <= total;
        return count + ", " + speed + (known ? ", " + clock((total - done) / rate) + " left" : "");
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /** Ends the work, whether all units are done or not. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        double seconds = seconds(start, screen.now());
        String last = String.format(
                Locale.ROOT,
                "%s %,d%s in %s",
                label,
                done,
                total > 0 && done != total ? String.format(Locale.ROOT, " of %,d", total) : "",
                clock(seconds));
        screen.end(this, seconds < SILENT_SECONDS ? null : last);
    }
}
