package dev.selvedge.model.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that knows where each of its characters came from. Pieces keep their origins when they are joined, cut, stripped,
 * replaced, printed as JSON, and so on.
 *
 * <p>Equal are texts of equal characters, whatever their origins.
 */
public final class Text implements Value {
    /** The origin of characters whose origin is not known any more. */
    public static final int UNKNOWN = -1;

    static final Text EMPTY = new Text("", List.of());

    /**
     * Neighbouring characters of one origin.
     *
     * @param end index after the last of them
     * @param origin the origin of the value that they came from; for characters of the template itself, the origin of the
     *     item whose turn it was in the innermost loop over such values; 0 for none
     * @param literal whether they are the template's own
     */
    public record Run(int end, int origin, boolean literal) {}

    private final String chars;
    private final List<Run> runs;

    private Text(String chars, List<Run> runs) {
        this.chars = chars;
        this.runs = runs;
    }

    /** Characters of the template itself. */
    public static Text literal(String chars) {
        return of(chars, 0, true);
    }

    /** Characters of a value. */
    public static Text data(String chars, int origin) {
        return of(chars, origin, false);
    }

    private static Text of(String chars, int origin, boolean literal) {
        return chars.isEmpty() ? EMPTY : new Text(chars, List.of(new Run(chars.length(), origin, literal)));
    }

    /** The characters alone. */
    public String chars() {
        return chars;
    }

    /** The characters' origins, in order; neighbouring runs differ. */
    public List<Run> runs() {
        return runs;
    }

    int length() {
        return chars.length();
    }

    boolean isEmpty() {
        return chars.isEmpty();
    }

    /** Where the first character came from. */
    Run first() {
        return runs.isEmpty() ? new Run(0, 0, true) : runs.getFirst();
    }

    Text substring(int from, int to) {
        if (from == 0 && to == chars.length()) {
            return this;
        }
        return new Builder().append(this, from, to).text();
    }

    /** This text and more after it. */
    public Text plus(Text more) {
        return isEmpty()
                ? more
                : more.isEmpty()
                        ? this
                        : new Builder().append(this).append(more).text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text that && chars.equals(that.chars);
    }

    @Override
    public int hashCode() {
        return chars.hashCode();
    }

    @Override
    public String toString() {
        return chars;
    }

    /** Puts texts together. */
    static final class Builder {
        private final StringBuilder chars = new StringBuilder();
        /** Those before the last, which is still growing. */
        private final List<Run> runs = new ArrayList<>();

        private int origin;
        private boolean literal;

        Builder append(Text text) {
            return append(text, 0, text.chars.length());
        }

        Builder append(Text text, int from, int to) {
            int start = 0;
            for (Run run : text.runs) {
                int low = Math.max(from, start);
                int high = Math.min(to, run.end);
                if (low < high) {
                    append(text.chars.substring(low, high), run.origin, run.literal);
                }
                start = run.end;
            }
            return this;
        }

        /** As {@link #append(Text)}; what is the template's own and has no owner yet gets this one. */
        Builder appendOwned(Text text, int owner) {
            int start = 0;
            for (Run run : text.runs) {
                boolean free = run.literal && run.origin == 0;
                append(text.chars.substring(start, run.end), free ? owner : run.origin, run.literal);
                start = run.end;
            }
            return this;
        }

        Builder append(String more, Run like) {
            return append(more, like.origin, like.literal);
        }

        Builder append(String more, int origin, boolean literal) {
            if (more.isEmpty()) {
                return this;
            }
            if (chars.isEmpty() || this.origin != origin || this.literal != literal) {
                endRun();
                this.origin = origin;
                this.literal = literal;
            }
            chars.append(more);
            return this;
        }

        private void endRun() {
            if (!chars.isEmpty()) {
                runs.add(new Run(chars.length(), origin, literal));
            }
        }

        /** The text; nothing can be appended afterwards. */
        Text text() {
            endRun();
            return chars.isEmpty() ? EMPTY : new Text(chars.toString(), List.copyOf(runs));
        }
    }
}
