package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.AnswerComparison.Rule;
import dev.selvedge.judge.answer.Maths.Percent;
import dev.selvedge.judge.answer.Maths.Power;
import dev.selvedge.judge.answer.Maths.Product;
import dev.selvedge.judge.answer.Maths.Quantity;
import dev.selvedge.judge.answer.Maths.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Compares numbers and expressions: exactly where that is possible, else at sampled points. */
final class Values {
    private static final double SHARE = 1e-12;
    private static final int POINTS = 8;
    private static final int ENOUGH_POINTS = 3;
    private static final double HALF_OF_SIXTH_DECIMAL = 5e-7;

    private Values() {}

    static Rule compare(Maths gold, Maths prediction) {
        Maths ours = united(gold);
        Maths theirs = united(prediction);
        if (ours instanceof Percent || theirs instanceof Percent) {
            return percent(ours, theirs);
        }
        if (ours instanceof Quantity || theirs instanceof Quantity) {
            return quantity(ours, theirs);
        }
        try {
            Terms one = Terms.of(ours);
            Terms other = Terms.of(theirs);
            if (one.sameAs(other)) {
                return one.isConstant() && other.isConstant() ? Rule.NUMBER : Rule.EXPRESSION;
            }
            if (one.isConstant() && other.isConstant()) {
                return rounded(ours, theirs);
            }
        } catch (ArithmeticException e) {
            // too large to be computed exactly
        }
        Rule rounded = rounded(ours, theirs);
        return rounded == Rule.DIFFERENT && sampled(ours, theirs) ? Rule.NUMERIC : rounded;
    }

    /** {@code 5m} after a number is five metres where it is compared with something without letters. */
    private static Maths united(Maths maths) {
        if (maths instanceof Product(List<Maths> factors)
                && factors.size() == 2
                && factors.getFirst() instanceof Maths.Number) {
            String name = switch (factors.getLast()) {
                case Symbol(String symbol) -> symbol;
                case Power(Symbol(String symbol), Maths exponent) -> symbol + "^" + NormalForm.of(exponent);
                default -> "";
            };
            if (name.matches("[mgshl](?:\\^[23])?")) {
                return new Quantity(factors.getFirst(), name);
            }
        }
        return maths;
    }

    private static Rule percent(Maths ours, Maths theirs) {
        Maths one = ours instanceof Percent(Maths inner) ? inner : ours;
        Maths other = theirs instanceof Percent(Maths inner) ? inner : theirs;
        if (compare(one, other) != Rule.DIFFERENT) {
            return Rule.PERCENT;
        }
        boolean both = ours instanceof Percent && theirs instanceof Percent;
        return !both && compare(share(ours), share(theirs)) != Rule.DIFFERENT ? Rule.PERCENT : Rule.DIFFERENT;
    }

    private static Maths share(Maths maths) {
        return maths instanceof Percent(Maths inner)
                ? new Product(List.of(inner, new Maths.Number(Rational.of("0.01"), false)))
                : maths;
    }

    private static Rule quantity(Maths ours, Maths theirs) {
        if (!(ours instanceof Quantity(Maths value, String unit))) {
            return quantity(theirs, ours);
        }
        if (!(theirs instanceof Quantity(Maths otherValue, String otherUnit))) {
            return compare(value, theirs) == Rule.DIFFERENT ? Rule.DIFFERENT : Rule.UNIT;
        }
        Optional<Units.Unit> one = Units.find(unit);
        Optional<Units.Unit> other = Units.find(otherUnit);
        if (one.isPresent() && other.isPresent()) {
            return one.get().dimension().equals(other.get().dimension())
                            && compare(
                                            times(value, one.get().size()),
                                            times(otherValue, other.get().size()))
                                    != Rule.DIFFERENT
                    ? Rule.UNIT
                    : Rule.DIFFERENT;
        }
        return NormalForm.words(unit).equals(NormalForm.words(otherUnit))
                        && compare(value, otherValue) != Rule.DIFFERENT
                ? Rule.UNIT
                : Rule.DIFFERENT;
    }

    private static Maths times(Maths value, Rational size) {
        return new Product(List.of(value, new Maths.Number(size, false)));
    }

    /** Equal to six decimals, where one is written as a decimal and neither has letters. */
    private static Rule rounded(Maths ours, Maths theirs) {
        if (!hasDecimal(ours) && !hasDecimal(theirs)) {
            return Rule.DIFFERENT;
        }
        Complex one = Complex.of(ours, Map.of());
        Complex other = Complex.of(theirs, Map.of());
        if (!one.isFinite() || !other.isFinite()) {
            return Rule.DIFFERENT;
        }
        Complex difference = one.plus(other.negate());
        return Math.hypot(difference.re(), difference.im()) <= HALF_OF_SIXTH_DECIMAL ? Rule.ROUNDED : Rule.DIFFERENT;
    }

    private static boolean hasDecimal(Maths maths) {
        return switch (maths) {
            case Maths.Number(Rational value, boolean decimal) -> decimal;
            case Maths.Sum(List<Maths> terms) -> terms.stream().anyMatch(Values::hasDecimal);
            case Product(List<Maths> factors) -> factors.stream().anyMatch(Values::hasDecimal);
            case Power(Maths base, Maths exponent) -> hasDecimal(base) || hasDecimal(exponent);
            default -> false;
        };
    }

    /** Equal wherever both have a value, at points of both signs drawn from a fixed seed. */
    private static boolean sampled(Maths ours, Maths theirs) {
        TreeMap<String, Complex> symbols = new TreeMap<>();
        collect(ours, symbols);
        collect(theirs, symbols);
        SplittableRandom random = new SplittableRandom(7);
        int compared = 0;
        for (int point = 0; point < POINTS; point++) {
            int index = 0;
            for (Map.Entry<String, Complex> symbol : symbols.entrySet()) {
                double size = 0.2 + 2 * random.nextDouble();
                boolean minus = point % 4 == 1 || point % 4 == 3 && index++ % 2 == 0;
                symbol.setValue(new Complex(minus ? -size : size, 0));
            }
            Complex one = Complex.of(ours, symbols);
            Complex other = Complex.of(theirs, symbols);
            if (!one.isFinite() && !other.isFinite()) {
                continue;
            }
            if (!one.isFinite() || !other.isFinite() || !one.near(other, symbols.isEmpty() ? SHARE : 1e-9)) {
                return false;
            }
            compared++;
            if (symbols.isEmpty()) {
                return true;
            }
        }
        return compared >= ENOUGH_POINTS;
    }

    private static void collect(Maths maths, Map<String, Complex> symbols) {
        switch (maths) {
            case Symbol(String name) -> symbols.put(name, Complex.ONE);
            case Maths.Sum(List<Maths> terms) -> terms.forEach(each -> collect(each, symbols));
            case Product(List<Maths> factors) -> factors.forEach(each -> collect(each, symbols));
            case Power(Maths base, Maths exponent) -> {
                collect(base, symbols);
                collect(exponent, symbols);
            }
            case Maths.Call(String function, List<Maths> arguments) ->
                arguments.forEach(each -> collect(each, symbols));
            default -> {}
        }
    }
}
