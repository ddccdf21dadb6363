package dev.selvedge.judge.answer;

import java.util.List;

/** What {@link MathReader} reads. Nothing in it is ever run; {@link Sum} to {@link Call} are computed with. */
sealed interface Maths {
    /**
     * A number.
     *
     * @param decimal whether it is written with a decimal point, so that it may be rounded
     */
    record Number(Rational value, boolean decimal) implements Maths {
        static Number of(long value) {
            return new Number(Rational.of(value), false);
        }
    }

    /** A letter, a named constant ({@code pi}, {@code e}, {@code i}, {@code infinity}) or a letter with a subscript. */
    record Symbol(String name) implements Maths {}

    record Sum(List<Maths> terms) implements Maths {}

    record Product(List<Maths> factors) implements Maths {}

    record Power(Maths base, Maths exponent) implements Maths {}

    /** A function; what is not known by name is a symbol for whatever it means. */
    record Call(String function, List<Maths> arguments) implements Maths {}

    /** Both signs of what follows; stands for two values. */
    record PlusMinus(Maths of) implements Maths {}

    record Percent(Maths of) implements Maths {}

    /** @param unit its name as written, without spaces */
    record Quantity(Maths value, String unit) implements Maths {}

    /** Values in a bracket, which may be a tuple, a point or an interval: {@code (1, 2]}. */
    record Bracket(char open, char close, List<Maths> parts) implements Maths {}

    /** Values in curly brackets. */
    record Group(List<Maths> parts) implements Maths {}

    /** Values side by side without a bracket: {@code 1, 2 and 3}. */
    record Listing(List<Maths> parts) implements Maths {}

    record Union(List<Maths> parts) implements Maths {}

    record Matrix(List<List<Maths>> rows) implements Maths {}

    /**
     * A chain of comparisons.
     *
     * @param signs one fewer than sides; each of {@code = < <= > >= != ~ in :}
     */
    record Relation(List<Maths> sides, List<String> signs) implements Maths {}

    record Words(String text) implements Maths {}
}
