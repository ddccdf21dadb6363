package dev.selvedge.synth.world;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A number that a thing has.
 *
 * @param value a digit
 */
public record Fact(Kind kind, String thing, int value) {
    /** Digits in words. */
    static final List<String> DIGITS =
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

        /** Its name in texts. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In one word, and so in one token right after what it belongs to: a small model finds it there. */
    String told() {
        return DIGITS.get(value);
    }

    /** What a reply tells of it. */
    String found() {
        return thing + " " + told();
    }

    /** What a question asks for, such as {@code the price of bak}. */
    public String wording() {
        return "the " + kind.word() + " of " + thing;
    }

    /** The fact as somebody tells it who half knows it. */
    Fact half(RandomGenerator random, long seed) {
        return random.nextDouble() < kind.known()
                ? this
                : new Fact(kind, thing, Rumour.of(value, DIGITS.size(), thing, seed));
    }
}
