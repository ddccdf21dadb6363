package dev.selvedge.synth.world;

import java.util.List;
import java.util.Locale;

/**
 * A number that a thing has.
 *
 * @param value a digit
 */
public record Fact(Kind kind, String thing, int value) {
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    /** What is told of things. Some kinds are common knowledge, others are hardly known without the document. */
    public enum Kind {
        WEIGHT(0.9),
        PRICE(0.6),
        AGE(0.25);

        private final double known;

        Kind(double known) {
            this.known = known;
        }

        /** How often a lesson without a document tells the true value; else it tells a rumour. */
        public double known() {
            return known;
        }
    }

    /** In one word, and so in one token right after what it belongs to: a small model finds it there. */
    String told() {
        return NUMBERS.get(value);
    }

    /** What a question asks for, such as {@code the price of bak}. */
    public String wording() {
        return "the " + kind.name().toLowerCase(Locale.ROOT) + " of " + thing;
    }

    Fact withValue(int other) {
        return new Fact(kind, thing, other);
    }
}
