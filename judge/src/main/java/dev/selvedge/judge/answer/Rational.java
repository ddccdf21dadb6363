package dev.selvedge.judge.answer;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    /** Larger numbers are not computed with. */
    static final int MOST_BITS = 20_000;

    static final Rational ZERO = of(0);
    static final Rational ONE = of(1);

    Rational {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("division by 0");
        }
        BigInteger common = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            common = common.negate();
        }
        if (!common.equals(BigInteger.ONE)) {
            numerator = numerator.divide(common);
            denominator = denominator.divide(common);
        }
        if (numerator.bitLength() > MOST_BITS || denominator.bitLength() > MOST_BITS) {
            throw new ArithmeticException("a number of more than " + MOST_BITS + " bits");
        }
    }

    static Rational of(long value) {
        return of(BigInteger.valueOf(value));
    }

    static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /** @param decimal digits with at most one point */
    static Rational of(String decimal) {
        BigDecimal value = new BigDecimal(decimal);
        return value.scale() <= 0
                ? of(value.toBigIntegerExact())
                : new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** @throws ArithmeticException for 0 */
    Rational inverse() {
        return new Rational(denominator, numerator);
    }

    Rational negate() {
        return new Rational(numerator.negate(), denominator);
    }

    /** @throws ArithmeticException where the result is too large, or 0 is raised to a negative power */
    Rational power(int exponent) {
        long bits = (long) Math.max(numerator.bitLength(), denominator.bitLength()) * Math.abs((long) exponent);
        if (bits > MOST_BITS) {
            throw new ArithmeticException("a power of more than " + MOST_BITS + " bits");
        }
        return exponent < 0
                ? inverse().power(-exponent)
                : new Rational(numerator.pow(exponent), denominator.pow(exponent));
    }

    boolean isInteger() {
        return denominator.equals(BigInteger.ONE);
    }

    int signum() {
        return numerator.signum();
    }

    double doubleValue() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
                .doubleValue();
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return isInteger() ? numerator.toString() : numerator + "/" + denominator;
    }
}
