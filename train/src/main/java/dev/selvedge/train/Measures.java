package dev.selvedge.train;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named numbers of one optimiser step besides its loss, such as the share of clipped tokens, gathered over the passes
 * of the step. How the passes' numbers go together is said where they are told, and so does not depend on how the step
 * was cut. Not safe for use by several threads; each has its own, and they are {@linkplain #add added up} in a fixed
 * order.
 *
 * <p>Names are lower case with underscores, for example {@code clip_fraction}.
 */
public final class Measures {
    private enum Kind {
        MEAN,
        SUM,
        LARGEST
    }

    /** Mean: the sum of the values and their number. Others: the value, and 1. */
    private record Entry(Kind kind, double value, double count) {
        Entry plus(String name, Entry other) {
            if (kind != other.kind) {
                throw new IllegalArgumentException(
                        "the measure " + name + " is told as " + kind + " and as " + other.kind);
            }
            return switch (kind) {
                case MEAN -> new Entry(kind, value + other.value, count + other.count);
                case SUM -> new Entry(kind, value + other.value, 1);
                case LARGEST -> new Entry(kind, Math.max(value, other.value), 1);
            };
        }
    }

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /**
     * Tells values of which the mean is wanted, for example one for each token.
     *
     * @param sum of the values
     * @param count how many; 0 tells nothing
     */
    public void mean(String name, double sum, double count) {
        if (count > 0) {
            put(name, new Entry(Kind.MEAN, sum, count));
        }
    }

    /** Tells a part of a sum. */
    public void sum(String name, double value) {
        put(name, new Entry(Kind.SUM, value, 1));
    }

    /** Tells a value of which the largest is wanted. */
    public void largest(String name, double value) {
        put(name, new Entry(Kind.LARGEST, value, 1));
    }

    /** Adds what another part of the step told. */
    public void add(Measures other) {
        other.entries.forEach(this::put);
    }

    private void put(String name, Entry entry) {
        entries.merge(name, entry, (a, b) -> a.plus(name, b));
    }

    /** The numbers by name; one that is not finite is among them as it is. */
    public SortedMap<String, Double> values() {
        var values = new TreeMap<String, Double>();
        entries.forEach((name, entry) -> values.put(name, entry.value() / entry.count()));
        return values;
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
