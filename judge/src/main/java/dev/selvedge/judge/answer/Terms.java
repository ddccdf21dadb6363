package dev.selvedge.judge.answer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A quotient of two polynomials with exact coefficients: the normal form of what can be computed with. Variables are
 * symbols, roots and functions, each by its own normal form. Two equal rational expressions have equal cross products,
 * and numbers without roots are exact. Roots of whole numbers are taken apart into primes, so that {@code sqrt(12)} is
 * {@code 2*sqrt(3)}. Bounded: at most {@value #MOST} terms.
 */
record Terms(Map<Map<String, Rational>, Rational> above, Map<Map<String, Rational>, Rational> below) {
    static final int MOST = 400;
    private static final int LARGEST_POWER = 24;
    private static final int LARGEST_PRIME = 10_000;
    private static final Map<String, Rational> NONE = Map.of();
    private static final Map<Map<String, Rational>, Rational> UNIT = Map.of(NONE, Rational.ONE);

    /**
     * The normal form of an expression.
     *
     * @throws ArithmeticException where it is too large, divides by 0, or is no expression
     */
    static Terms of(Maths maths) {
        return switch (maths) {
            case Maths.Number(Rational value, boolean decimal) -> of(value);
            case Maths.Symbol(String name) -> variable(name);
            case Maths.Sum(List<Maths> terms) ->
                terms.stream().map(Terms::of).reduce(Terms::plus).orElseThrow();
            case Maths.Product(List<Maths> factors) ->
                factors.stream().map(Terms::of).reduce(Terms::times).orElseThrow();
            case Maths.Power(Maths base, Maths exponent) -> of(base).raised(of(exponent));
            case Maths.Percent(Maths inner) -> of(inner).times(of(Rational.of("0.01")));
            case Maths.Quantity(Maths value, String unit) -> of(value).times(variable("unit " + unit));
            case Maths.Call(String function, List<Maths> arguments) -> call(function, arguments);
            case Maths.PlusMinus plusMinus -> throw new ArithmeticException("two values");
            case Maths.Bracket bracket -> throw new ArithmeticException("no expression");
            case Maths.Group group -> throw new ArithmeticException("no expression");
            case Maths.Listing listing -> throw new ArithmeticException("no expression");
            case Maths.Union union -> throw new ArithmeticException("no expression");
            case Maths.Matrix matrix -> throw new ArithmeticException("no expression");
            case Maths.Relation relation -> throw new ArithmeticException("no expression");
            case Maths.Words words -> throw new ArithmeticException("no expression");
        };
    }

    static Terms of(Rational value) {
        return new Terms(value.signum() == 0 ? Map.of() : Map.of(NONE, value), UNIT);
    }

    private static Terms variable(String name) {
        return new Terms(Map.of(Map.of(name, Rational.ONE), Rational.ONE), UNIT);
    }

    private static Terms call(String function, List<Maths> arguments) {
        List<Terms> values = arguments.stream().map(Terms::argument).toList();
        if (values.stream().allMatch(Terms::isConstant)) {
            Rational first = values.getFirst().constant();
            switch (function) {
                case "abs" -> {
                    return of(first.signum() < 0 ? first.negate() : first);
                }
                case "factorial" -> {
                    return of(factorial(first));
                }
                case "binom" -> {
                    Rational second = values.getLast().constant();
                    return of(factorial(first))
                            .times(of(factorial(second).times(factorial(first.plus(second.negate()))))
                                    .inverse());
                }
                default -> {}
            }
        }
        return variable(function + "(" + values.stream().map(Terms::toString).collect(Collectors.joining(", ")) + ")");
    }

    /** Bounds of a sum are relations: they stand by their text. */
    private static Terms argument(Maths maths) {
        if (maths instanceof Maths.Relation(List<Maths> sides, List<String> signs)) {
            return variable(
                    sides.stream().map(side -> of(side).toString()).collect(Collectors.joining(signs.getFirst())));
        }
        return of(maths);
    }

    private static Rational factorial(Rational of) {
        if (!of.isInteger() || of.signum() < 0 || of.numerator().bitLength() > 9) {
            throw new ArithmeticException("a factorial that is not computed");
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= of.numerator().intValueExact(); i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Rational.of(product);
    }

    boolean isConstant() {
        return below.equals(UNIT) && (above.isEmpty() || above.size() == 1 && above.containsKey(NONE));
    }

    /** @throws ArithmeticException if it is none */
    Rational constant() {
        if (!isConstant()) {
            throw new ArithmeticException("not constant");
        }
        return above.getOrDefault(NONE, Rational.ZERO);
    }

    boolean isZero() {
        return above.isEmpty();
    }

    Terms plus(Terms other) {
        if (below.equals(other.below)) {
            return simple(sum(above, other.above), below);
        }
        return simple(sum(product(above, other.below), product(other.above, below)), product(below, other.below));
    }

    Terms times(Terms other) {
        return simple(product(above, other.above), product(below, other.below));
    }

    Terms negate() {
        return times(of(Rational.of(-1)));
    }

    Terms inverse() {
        if (isZero()) {
            throw new ArithmeticException("division by 0");
        }
        return simple(below, above);
    }

    /** Whether the difference of the two is 0 as polynomials. */
    boolean sameAs(Terms other) {
        return plus(other.negate()).isZero();
    }

    /** The number that this is the other times, where there is one. */
    Optional<Rational> multipleOf(Terms other) {
        Map<Map<String, Rational>, Rational> ours = product(above, other.below);
        Map<Map<String, Rational>, Rational> theirs = product(other.above, below);
        if (ours.isEmpty() || !ours.keySet().equals(theirs.keySet())) {
            return Optional.empty();
        }
        Rational first = null;
        for (Map.Entry<Map<String, Rational>, Rational> term : ours.entrySet()) {
            Rational quotient = term.getValue()
                    .times(theirs.getOrDefault(term.getKey(), Rational.ONE).inverse());
            if (first != null && !first.equals(quotient)) {
                return Optional.empty();
            }
            first = quotient;
        }
        return Optional.ofNullable(first);
    }

    private Terms raised(Terms exponent) {
        if (!exponent.isConstant()) {
            return variable("(" + this + ")^(" + exponent + ")");
        }
        Rational power = exponent.constant();
        if (power.isInteger() && power.numerator().bitLength() < 31) {
            return raised(power.numerator().intValueExact());
        }
        if (isConstant() && constant().signum() > 0) {
            return root(constant().numerator(), power).times(root(constant().denominator(), power.negate()));
        }
        return variableRaised(isZero() ? "0" : bracketed(), power);
    }

    private String bracketed() {
        String text = toString();
        return text.matches("\\w+") ? text : "(" + text + ")";
    }

    private Terms raised(int power) {
        if (power < 0) {
            return inverse().raised(-power);
        }
        if (above.size() == 1 && below.size() == 1) {
            return simple(raised(above, power), raised(below, power));
        }
        if (power > LARGEST_POWER) {
            return variableRaised(bracketed(), Rational.of(power));
        }
        Terms result = of(Rational.ONE);
        for (int i = 0; i < power; i++) {
            result = result.times(this);
        }
        return result;
    }

    private static Map<Map<String, Rational>, Rational> raised(Map<Map<String, Rational>, Rational> term, int power) {
        Map<String, Rational> variables = term.keySet().iterator().next();
        Rational factor = term.values().iterator().next().power(power);
        Map<String, Rational> raised = new TreeMap<>();
        variables.forEach((name, exponent) -> raised.put(name, exponent.times(Rational.of(power))));
        return folded(raised, factor);
    }

    private static Terms variableRaised(String name, Rational power) {
        return new Terms(Map.of(new TreeMap<>(Map.of(name, power)), Rational.ONE), UNIT);
    }

    /** A root of a whole number above 0, by its prime factors as far as they are small. */
    private static Terms root(BigInteger of, Rational power) {
        Terms result = of(Rational.ONE);
        BigInteger rest = of;
        for (int prime = 2; prime < LARGEST_PRIME && rest.bitLength() > 1; prime++) {
            BigInteger factor = BigInteger.valueOf(prime);
            int times = 0;
            for (BigInteger[] parts = rest.divideAndRemainder(factor);
                    parts[1].signum() == 0;
                    parts = rest.divideAndRemainder(factor)) {
                rest = parts[0];
                times++;
            }
            if (times > 0) {
                result = result.times(prime(factor, power.times(Rational.of(times))));
            }
            if (factor.multiply(factor).compareTo(rest) > 0) {
                break;
            }
        }
        return rest.equals(BigInteger.ONE) ? result : result.times(prime(rest, power));
    }

    private static Terms prime(BigInteger of, Rational power) {
        Map<Map<String, Rational>, Rational> folded = folded(new TreeMap<>(Map.of(of.toString(), power)), Rational.ONE);
        return new Terms(folded, UNIT);
    }

    /** Moves whole powers of numbers into the factor, and leaves out variables to the power 0. */
    private static Map<Map<String, Rational>, Rational> folded(Map<String, Rational> variables, Rational factor) {
        Map<String, Rational> left = new TreeMap<>();
        Rational number = factor;
        for (Map.Entry<String, Rational> variable : variables.entrySet()) {
            Rational power = variable.getValue();
            if (Character.isDigit(variable.getKey().charAt(0))
                    && variable.getKey().chars().allMatch(Character::isDigit)) {
                BigInteger whole = floor(power);
                if (whole.bitLength() > 20) {
                    throw new ArithmeticException("a power that is too large");
                }
                number = number.times(
                        Rational.of(new BigInteger(variable.getKey())).power(whole.intValueExact()));
                power = power.plus(Rational.of(whole).negate());
            }
            if (variable.getKey().equals("i") && power.isInteger()) {
                int turns = power.numerator().mod(BigInteger.valueOf(4)).intValueExact();
                number = turns >= 2 ? number.negate() : number;
                power = Rational.of(turns % 2);
            }
            if (power.signum() != 0) {
                left.put(variable.getKey(), power);
            }
        }
        return number.signum() == 0 ? Map.of() : Map.of(left, number);
    }

    private static BigInteger floor(Rational of) {
        BigInteger[] parts = of.numerator().divideAndRemainder(of.denominator());
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Map<Map<String, Rational>, Rational> sum(
            Map<Map<String, Rational>, Rational> left, Map<Map<String, Rational>, Rational> right) {
        Map<Map<String, Rational>, Rational> sum = sorted();
        sum.putAll(left);
        right.forEach((variables, factor) -> sum.merge(variables, factor, Rational::plus));
        sum.values().removeIf(factor -> factor.signum() == 0);
        return checked(sum);
    }

    private static Map<Map<String, Rational>, Rational> product(
            Map<Map<String, Rational>, Rational> left, Map<Map<String, Rational>, Rational> right) {
        if ((long) left.size() * right.size() > 16L * MOST) {
            throw new ArithmeticException("more than " + MOST + " terms");
        }
        Map<Map<String, Rational>, Rational> product = sorted();
        left.forEach((ours, ourFactor) -> right.forEach((theirs, theirFactor) -> {
            Map<String, Rational> variables = new TreeMap<>(ours);
            theirs.forEach((name, power) -> variables.merge(name, power, Rational::plus));
            folded(variables, ourFactor.times(theirFactor))
                    .forEach((both, factor) -> product.merge(both, factor, Rational::plus));
        }));
        product.values().removeIf(factor -> factor.signum() == 0);
        return checked(product);
    }

    private static Map<Map<String, Rational>, Rational> sorted() {
        return new TreeMap<>((a, b) -> key(a).compareTo(key(b)));
    }

    private static String key(Map<String, Rational> variables) {
        return variables.entrySet().stream()
                .map(each -> each.getValue().equals(Rational.ONE)
                        ? each.getKey()
                        : each.getKey() + "^"
                                + (each.getValue().isInteger()
                                                && each.getValue().signum() > 0
                                        ? each.getValue().toString()
                                        : "(" + each.getValue() + ")"))
                .collect(Collectors.joining("*"));
    }

    private static Map<Map<String, Rational>, Rational> checked(Map<Map<String, Rational>, Rational> terms) {
        if (terms.size() > MOST) {
            throw new ArithmeticException("more than " + MOST + " terms");
        }
        return terms;
    }

    /** Divides by a denominator of one term; makes the first coefficient of another 1. */
    private static Terms simple(
            Map<Map<String, Rational>, Rational> above, Map<Map<String, Rational>, Rational> below) {
        if (below.isEmpty()) {
            throw new ArithmeticException("division by 0");
        }
        if (above.isEmpty()) {
            return new Terms(Map.of(), UNIT);
        }
        if (below.size() == 1) {
            return below.equals(UNIT) ? new Terms(above, UNIT) : new Terms(product(above, raised(below, -1)), UNIT);
        }
        Rational first = below.values().iterator().next().inverse();
        Map<Map<String, Rational>, Rational> scale = Map.of(NONE, first);
        Map<Map<String, Rational>, Rational> top = product(above, scale);
        Map<Map<String, Rational>, Rational> bottom = product(below, scale);
        return top.equals(bottom) ? of(Rational.ONE) : new Terms(top, bottom);
    }

    @Override
    public String toString() {
        return below.equals(UNIT) ? print(above) : "(" + print(above) + ")/(" + print(below) + ")";
    }

    private static String print(Map<Map<String, Rational>, Rational> terms) {
        if (terms.isEmpty()) {
            return "0";
        }
        List<String> parts = new ArrayList<>();
        terms.forEach((variables, factor) -> {
            String names = key(variables);
            parts.add(
                    names.isEmpty()
                            ? factor.toString()
                            : factor.equals(Rational.ONE)
                                    ? names
                                    : factor.equals(Rational.of(-1)) ? "-" + names : factor + "*" + names);
        });
        return String.join(" + ", parts).replace("+ -", "- ");
    }
}
