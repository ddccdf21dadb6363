package dev.selvedge.core.run;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where progress is shown. A terminal has one bar at its bottom line, that of the innermost work; elsewhere there is a
 * plain line every few seconds.
 */
public final class Screen {
    private final PrintStream out;
    private final boolean terminal;
    private final boolean colour;
    private final LongSupplier nanoClock;
    private final Deque<Progress> bars = new ArrayDeque<>();
    private int drawnColumns;

    /**
     * A screen.
     *
     * @param out where it is written
     * @param terminal whether lines can be drawn over
     * @param colour whether colours are wanted
     * @param nanoClock a clock that only rises, in nanoseconds
     */
    public Screen(PrintStream out, boolean terminal, boolean colour, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.colour = colour;
        this.nanoClock = nanoClock;
    }

    /** Standard error as it is: a terminal or not, in colour unless NO_COLOR is set. */
    public static Screen standard() {
        boolean terminal = standardErrorIsTerminal() && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        return new Screen(System.err, terminal, noColour == null || noColour.isEmpty(), System::nanoTime);
    }

    /** Shows nothing. */
    public static Screen silent() {
        return new Screen(new PrintStream(PrintStream.nullOutputStream()), false, false, System::nanoTime);
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway, for its part, wants the question asked
    private static boolean standardErrorIsTerminal() {
        Path link = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    /**
     * Begins a piece of work; close it.
     *
     * @param label what is being done, a word or two
     * @param total number of units, negative where unknown
     */
    public synchronized Progress start(String label, long total) {
        Progress bar = new Progress(this, label, total, nanoClock.getAsLong());
        bars.push(bar);
        return bar;
    }

    /** Prints a line that stays, above the bar. */
    public synchronized void line(String text) {
        wipe();
        out.println(text);
    }

    long now() {
        return nanoClock.getAsLong();
    }

    boolean terminal() {
        return terminal;
    }

    boolean colour() {
        return colour;
    }

    /** Draws a bar over the one before, if it is the innermost. */
    synchronized void draw(Progress bar, String text, int columns) {
        if (bars.peek() != bar) {
            return;
        }
        if (!terminal) {
            out.println(text);
            return;
        }
        out.print("\r" + text + " ".repeat(Math.max(0, drawnColumns - columns)));
        out.flush();
        drawnColumns = columns;
    }

    /** Ends a bar; the last text, if any, stays. */
    synchronized void end(Progress bar, @Nullable String last) {
        bars.remove(bar);
        if (last != null) {
            line(last);
        }
    }

    private void wipe() {
        if (terminal && drawnColumns > 0) {
            out.print("\r" + " ".repeat(drawnColumns) + "\r");
            drawnColumns = 0;
        }
    }
}
