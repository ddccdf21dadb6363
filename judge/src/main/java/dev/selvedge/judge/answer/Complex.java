package dev.selvedge.judge.answer;

import java.util.List;
import java.util.Map;

/** A complex number in double precision, and the value of an expression where its symbols have values. */
record Complex(double re, double im) {
    static final Complex ONE = new Complex(1, 0);

    /** Where an expression has no value: it divides by 0, grows beyond bounds, or holds what is not computed. */
    static final Complex NONE = new Complex(Double.NaN, Double.NaN);

    /**
     * The value of an expression.
     *
     * @param symbols values of its symbols by name
     */
    static Complex of(Maths maths, Map<String, Complex> symbols) {
        return switch (maths) {
            case Maths.Number(Rational value, boolean decimal) -> new Complex(value.doubleValue(), 0);
            case Maths.Symbol(String name) -> symbol(name, symbols);
            case Maths.Sum(List<Maths> terms) -> {
                Complex sum = new Complex(0, 0);
                for (Maths term : terms) {
                    sum = sum.plus(of(term, symbols));
                }
                yield sum;
            }
            case Maths.Product(List<Maths> factors) -> {
                Complex product = ONE;
                for (Maths factor : factors) {
                    product = product.times(of(factor, symbols));
                }
                yield product;
            }
            case Maths.Power(Maths base, Maths exponent) -> of(base, symbols).power(of(exponent, symbols));
            case Maths.Percent(Maths inner) -> of(inner, symbols).times(new Complex(0.01, 0));
            case Maths.Call(String function, List<Maths> arguments) ->
                call(function, arguments.stream().map(each -> of(each, symbols)).toList());
            default -> NONE;
        };
    }

    private static Complex symbol(String name, Map<String, Complex> symbols) {
        return switch (name) {
            case "pi" -> new Complex(Math.PI, 0);
            case "e" -> new Complex(Math.E, 0);
            case "i" -> new Complex(0, 1);
            case "infinity" -> NONE;
            default -> symbols.getOrDefault(name, NONE);
        };
    }

    private static Complex call(String function, List<Complex> values) {
        Complex x = values.getFirst();
        boolean two = values.size() == 2;
        return switch (function) {
            case "sin" -> x.sin();
            case "cos" -> x.cos();
            case "tan" -> x.sin().over(x.cos());
            case "cot" -> x.cos().over(x.sin());
            case "sec" -> ONE.over(x.cos());
            case "csc" -> ONE.over(x.sin());
            case "sinh" -> x.exp().plus(ONE.over(x.exp()).negate()).times(new Complex(0.5, 0));
            case "cosh" -> x.exp().plus(ONE.over(x.exp())).times(new Complex(0.5, 0));
            case "exp" -> x.exp();
            case "ln" -> x.log();
            case "log" -> two ? x.log().over(values.getLast().log()) : x.log();
            case "lg" -> x.log().times(new Complex(1 / Math.log(10), 0));
            case "abs" -> new Complex(Math.hypot(x.re, x.im), 0);
            case "arcsin" -> x.real(Math.asin(x.re));
            case "arccos" -> x.real(Math.acos(x.re));
            case "arctan" -> x.real(Math.atan(x.re));
            case "floor" -> x.real(Math.floor(x.re));
            case "ceil" -> x.real(Math.ceil(x.re));
            case "ratio" -> two ? x.over(values.getLast()) : NONE;
            default -> NONE;
        };
    }

    private Complex real(double value) {
        return im == 0 ? new Complex(value, 0) : NONE;
    }

    boolean isFinite() {
        return Double.isFinite(re) && Double.isFinite(im);
    }

    /** Whether two values differ by less than this share of the larger. */
    boolean near(Complex other, double share) {
        double size = Math.max(1e-300, Math.max(Math.hypot(re, im), Math.hypot(other.re, other.im)));
        return Math.hypot(re - other.re, im - other.im) <= share * size;
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex negate() {
        return new Complex(-re, -im);
    }

    Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex over(Complex other) {
        double size = other.re * other.re + other.im * other.im;
        return size == 0
                ? NONE
                : new Complex((re * other.re + im * other.im) / size, (im * other.re - re * other.im) / size);
    }

    private Complex power(Complex exponent) {
        if (exponent.im == 0 && exponent.re == Math.rint(exponent.re) && Math.abs(exponent.re) <= 64) {
            Complex product = ONE;
            for (int i = 0; i < Math.abs(exponent.re); i++) {
                product = product.times(this);
            }
            return exponent.re < 0 ? ONE.over(product) : product;
        }
        if (re == 0 && im == 0) {
            return exponent.re > 0 ? this : NONE;
        }
        return log().times(exponent).exp();
    }

    private Complex exp() {
        double size = Math.exp(re);
        return new Complex(size * Math.cos(im), size * Math.sin(im));
    }

    private Complex log() {
        double size = Math.hypot(re, im);
        return size == 0 ? NONE : new Complex(Math.log(size), Math.atan2(im, re));
    }

    private Complex sin() {
        return new Complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
    }

    private Complex cos() {
        return new Complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
    }
}
