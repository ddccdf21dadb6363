package dev.selvedge.workflow.device;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Value of an arithmetic expression: {@code + - * / % ^}, parentheses, the usual functions of one argument, pi and e. A
 * text that is none is a fault. Recursive descent; parentheses nest at most 50 deep.
 */
final class Expression {
    private static final int MAX_DEPTH = 50;

    private final String text;
    private final Meter meter;
    private int at;
    private int depth;

    private Expression(String text, Meter meter) {
        this.text = text.replace('×', '*').replace('÷', '/').replace('−', '-').replace("**", "^");
        this.meter = meter;
    }

    static BigDecimal value(String text, Meter meter) {
        Expression reader = new Expression(text, meter);
        BigDecimal value = reader.sum();
        reader.space();
        if (reader.at < reader.text.length()) {
            throw reader.broken();
        }
        return Decimal.kept(value);
    }

    private Halt broken() {
        return Halt.fault(
                "The expression " + text + " cannot be calculated: it breaks off at character " + (at + 1) + ".");
    }

    private BigDecimal sum() {
        BigDecimal value = product();
        while (true) {
            if (next('+')) {
                value = Decimal.kept(value.add(product()));
            } else if (next('-')) {
                value = Decimal.kept(value.subtract(product()));
            } else {
                return value;
            }
        }
    }

    private BigDecimal product() {
        BigDecimal value = signed();
        while (true) {
            if (next('*')) {
                value = Decimal.kept(value.multiply(signed()));
            } else if (next('/')) {
                value = Decimal.kept(NumberActions.divided(value, signed()));
            } else if (next('%')) {
                value = Decimal.kept(NumberActions.modulus(value, signed()));
            } else {
                return value;
            }
        }
    }

    private void enter() {
        meter.step();
        if (++depth > MAX_DEPTH) {
            throw Halt.fault("The expression nests more than " + MAX_DEPTH + " deep.");
        }
    }

    private BigDecimal signed() {
        enter();
        BigDecimal value;
        if (next('-')) {
            value = signed().negate();
        } else if (next('+')) {
            value = signed();
        } else {
            BigDecimal base = operand();
            value = next('^') ? Decimal.kept(NumberActions.power(base, signed())) : base;
        }
        depth--;
        return value;
    }

    private BigDecimal operand() {
        space();
        if (next('(')) {
            BigDecimal value = sum();
            if (!next(')')) {
                throw broken();
            }
            return value;
        }
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end > at) {
            String name = text.substring(at, end).toLowerCase(Locale.ROOT);
            at = end;
            return named(name);
        }
        end = Decimal.end(text, at);
        BigDecimal number = end > at ? Decimal.parse(text.substring(at, end)) : null;
        if (number == null) {
            throw broken();
        }
        at = end;
        return number;
    }

    private BigDecimal named(String name) {
        if (name.equals("pi")) {
            return Decimal.of(Math.PI);
        }
        if (name.equals("e")) {
            return Decimal.of(Math.E);
        }
        enter();
        BigDecimal argument = operand();
        depth--;
        double x = argument.doubleValue();
        return switch (name) {
            case "sqrt" -> NumberActions.root(argument);
            case "cbrt" -> Decimal.of(StrictMath.cbrt(x));
            case "abs" -> argument.abs();
            case "sin" -> Decimal.of(StrictMath.sin(x));
            case "cos" -> Decimal.of(StrictMath.cos(x));
            case "tan" -> Decimal.of(StrictMath.tan(x));
            case "exp" -> Decimal.of(StrictMath.exp(x));
            case "ln" -> Decimal.of(StrictMath.log(x));
            case "log" -> Decimal.of(StrictMath.log10(x));
            case "floor" -> Decimal.of(StrictMath.floor(x));
            case "ceil" -> Decimal.of(StrictMath.ceil(x));
            case "round" -> Decimal.of(StrictMath.rint(x));
            default -> throw broken();
        };
    }

    private boolean next(char c) {
        space();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
