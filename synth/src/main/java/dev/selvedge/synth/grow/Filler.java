package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws literals for parameters after a short notation.
 *
 * <ul>
 *   <li>{@code @pool} a text of a word list; {@code =text} this text; {@code a|b|c} one of these texts, {@code true} and
 *       {@code false} as truth values
 *   <li>{@code #1..10} a whole number; {@code #0.05..1:0.05} a number in steps
 *   <li>{@code %1..30 min|hr} a quantity with one of the units
 *   <li>{@code ?0.4} at the end: only with this probability
 * </ul>
 */
final class Filler {
    private static final Pattern NUMBER = Pattern.compile("#([\\d.]+?)\\.\\.([\\d.]+?)(?::([\\d.]+))?");
    private static final Pattern QUANTITY = Pattern.compile("%(\\d+)\\.\\.(\\d+) (.+)");
    private static final Pattern CHANCE = Pattern.compile("(.*)\\?(0\\.\\d+)");

    private final Lexicon lexicon;

    Filler(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * A drawn value.
     *
     * @param seed name of the seed workflow that it comes from, empty without one
     */
    record Filled(Value value, String seed) {}

    /** The pool that a notation draws from, empty for the other forms. */
    static String pool(String notation) {
        Matcher chance = CHANCE.matcher(notation);
        String text = chance.matches() ? chance.group(1) : notation;
        return text.startsWith("@") ? text.substring(1) : "";
    }

    /** A value, empty where the notation leaves it to chance and chance says no. */
    Optional<Filled> fill(String notation, SplittableRandom random) {
        Matcher chance = CHANCE.matcher(notation);
        if (chance.matches()) {
            return random.nextDouble() < Double.parseDouble(chance.group(2))
                    ? fill(chance.group(1), random)
                    : Optional.empty();
        }
        return Optional.of(
                switch (notation.charAt(0)) {
                    case '@' -> {
                        Lexicon.Literal literal = lexicon.draw(notation.substring(1), random);
                        yield new Filled(new Value.Text(literal.text()), literal.seed());
                    }
                    case '=' -> new Filled(new Value.Text(notation.substring(1)), "");
                    case '#' -> new Filled(number(notation, random), "");
                    case '%' -> new Filled(quantity(notation, random), "");
                    default -> new Filled(choice(notation, random), "");
                });
    }

    private static Value choice(String notation, SplittableRandom random) {
        String[] choices = notation.split("\\|");
        String chosen = choices[random.nextInt(choices.length)];
        return chosen.equals("true") || chosen.equals("false")
                ? new Value.Bool(Boolean.parseBoolean(chosen))
                : new Value.Text(chosen);
    }

    private static Value number(String notation, SplittableRandom random) {
        Matcher matcher = NUMBER.matcher(notation);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("cannot read the number range " + notation);
        }
        BigDecimal low = new BigDecimal(matcher.group(1));
        BigDecimal high = new BigDecimal(matcher.group(2));
        BigDecimal step = matcher.group(3) == null ? BigDecimal.ONE : new BigDecimal(matcher.group(3));
        int steps = high.subtract(low).divide(step, RoundingMode.DOWN).intValueExact();
        BigDecimal drawn = low.add(step.multiply(BigDecimal.valueOf(random.nextInt(steps + 1))));
        return new Value.Num(
                drawn.signum() == 0
                        ? BigDecimal.ZERO
                        : drawn.stripTrailingZeros().scale() < 0
                                ? drawn.setScale(0, RoundingMode.UNNECESSARY)
                                : drawn.stripTrailingZeros());
    }

    private static Value quantity(String notation, SplittableRandom random) {
        Matcher matcher = QUANTITY.matcher(notation);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("cannot read the quantity " + notation);
        }
        int low = Integer.parseInt(matcher.group(1));
        int high = Integer.parseInt(matcher.group(2));
        String[] units = matcher.group(3).split("\\|");
        return new Value.Quantity(
                Value.Num.of(low + random.nextInt(high - low + 1)), units[random.nextInt(units.length)]);
    }
}
