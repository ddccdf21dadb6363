package dev.selvedge.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's operators. */
final class Operators {
    private Operators() {}

    static Value binary(Value left, String operator, Value right, Budget budget) {
        if (operator.equals("~")) {
            Text a = Printing.string(left, budget);
            Text b = Printing.string(right, budget);
            budget.grow((long) a.length() + b.length());
            return a.plus(b);
        }
        Value result = ofSequences(left, operator, right, budget);
        if (result == null) {
            result = ofNumbers(left, operator, right);
        }
        if (result == null) {
            throw new TemplateProblem("'" + operator + "' does not work between " + Python.kind(left) + " and "
                    + Python.kind(right) + Python.missing(left, right));
        }
        return result;
    }

    private static @Nullable Value ofSequences(Value left, String operator, Value right, Budget budget) {
        if (operator.equals("+") && left instanceof Text a && right instanceof Text b) {
            budget.grow((long) a.length() + b.length());
            return a.plus(b);
        }
        if (operator.equals("+")
                && left instanceof Value.Items a
                && right instanceof Value.Items b
                && a.tuple() == b.tuple()) {
            budget.grow(8L * (a.items().size() + (long) b.items().size()));
            var items = new ArrayList<>(a.items());
            items.addAll(b.items());
            return new Value.Items(items, a.tuple(), 0);
        }
        if (operator.equals("%") && left instanceof Text a) {
            return Strings.percent(a, right, budget);
        }
        if (operator.equals("*")) {
            return Python.whole(right) != null
                    ? repeated(left, right, budget)
                    : Python.whole(left) != null ? repeated(right, left, budget) : null;
        }
        return null;
    }

    private static @Nullable Value repeated(Value value, Value times, Budget budget) {
        int count = Math.max(0, Python.index(times, "the factor"));
        if (value instanceof Text text) {
            return Strings.repeat(text, count, budget);
        }
        if (value instanceof Value.Items list) {
            budget.grow(count, 8L * list.items().size());
            var items = new ArrayList<Value>();
            for (int i = 0; i < count && !list.items().isEmpty(); i++) {
                items.addAll(list.items());
            }
            return new Value.Items(items, list.tuple(), 0);
        }
        return null;
    }

    private static @Nullable Value ofNumbers(Value left, String operator, Value right) {
        BigInteger a = Python.whole(left);
        BigInteger b = Python.whole(right);
        if (a != null && b != null && !operator.equals("/") && !(operator.equals("**") && b.signum() < 0)) {
            return new Value.Whole(bounded(whole(a, operator, b)));
        }
        Double x = Python.real(left);
        Double y = Python.real(right);
        return x == null || y == null ? null : new Value.Real(real(x, operator, y));
    }

    private static BigInteger whole(BigInteger a, String operator, BigInteger b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "//" -> floorDivide(a, divisor(b));
            case "%" -> a.subtract(floorDivide(a, divisor(b)).multiply(b));
            case "**" -> {
                if (a.bitLength() > 1 && b.bitLength() > 31
                        || (long) a.bitLength() * b.intValue() > 2L * Budget.MAX_BITS) {
                    throw tooLarge();
                }
                yield a.bitLength() <= 1 ? small(a, b) : a.pow(b.intValue());
            }
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Powers of 0, 1 and -1. */
    private static BigInteger small(BigInteger a, BigInteger b) {
        return b.signum() == 0 || a.signum() < 0 && !b.testBit(0) ? BigInteger.ONE : a;
    }

    private static BigInteger floorDivide(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        return parts[1].signum() != 0 && parts[1].signum() != b.signum() ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static BigInteger divisor(BigInteger b) {
        if (b.signum() == 0) {
            throw new TemplateProblem("it divides by zero");
        }
        return b;
    }

    private static BigInteger bounded(BigInteger number) {
        if (number.bitLength() > Budget.MAX_BITS) {
            throw tooLarge();
        }
        return number;
    }

    private static TemplateProblem tooLarge() {
        return new TemplateProblem("it computes with a number of more than " + Budget.MAX_BITS + " bits");
    }

    private static double real(double x, String operator, double y) {
        if (y == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new TemplateProblem("it divides by zero");
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> x - y * Math.floor(x / y);
            case "**" -> Math.pow(x, y);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static Value unary(String operator, Value operand) {
        if (operator.equals("not")) {
            return Value.Bool.of(!Python.truth(operand));
        }
        BigInteger whole = Python.whole(operand);
        if (whole != null) {
            return new Value.Whole(operator.equals("-") ? whole.negate() : whole);
        }
        if (operand instanceof Value.Real(double number)) {
            return new Value.Real(operator.equals("-") ? -number : number);
        }
        throw new TemplateProblem(
                "'" + operator + "' does not work on " + Python.kind(operand) + Python.missing(operand));
    }

    static boolean compare(Value left, String operator, Value right, Budget budget) {
        return switch (operator) {
            case "==" -> Python.same(left, right, budget);
            case "!=" -> !Python.same(left, right, budget);
            case "in" -> contains(right, left, budget);
            case "not in" -> !contains(right, left, budget);
            case "<" -> Python.compare(left, right, budget) < 0;
            case "<=" -> Python.compare(left, right, budget) <= 0;
            case ">" -> Python.compare(left, right, budget) > 0;
            case ">=" -> Python.compare(left, right, budget) >= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static boolean contains(Value whole, Value part, Budget budget) {
        if (whole instanceof Text text) {
            if (part instanceof Text searched) {
                return text.chars().contains(searched.chars());
            }
            throw new TemplateProblem("'in' a string needs a string, not " + Python.kind(part) + Python.missing(part));
        }
        if (whole instanceof Value.Mapping mapping) {
            return mapping.entries().containsKey(part);
        }
        return Python.items(whole, budget).stream().anyMatch(item -> Python.same(item, part, budget));
    }

    /** Python's slice of a string or a list. */
    static Value slice(Value target, @Nullable Value from, @Nullable Value to, @Nullable Value step, Budget budget) {
        int stride = step == null || step == Value.None.NONE ? 1 : Python.index(step, "the step of a slice");
        if (stride == 0) {
            throw new TemplateProblem("the step of a slice is 0");
        }
        if (target instanceof Text text
                && stride == 1
                && text.chars().codePointCount(0, text.length()) == text.length()) {
            int low = bound(from, text.length(), 0, false);
            int high = bound(to, text.length(), text.length(), false);
            budget.grow(Math.max(0, high - low));
            return low < high ? text.substring(low, high) : Text.EMPTY;
        }
        if (!(target instanceof Text) && !(target instanceof Value.Items)) {
            throw new TemplateProblem(Python.kind(target) + " cannot be sliced" + Python.missing(target));
        }
        List<Value> items = Python.items(target, budget);
        var chosen = new ArrayList<Value>();
        boolean back = stride < 0;
        int size = items.size();
        int start = bound(from, size, back ? size - 1 : 0, back);
        int end = bound(to, size, back ? -1 : size, back);
        for (long i = start; back ? i > end : i < end; i += stride) {
            chosen.add(items.get((int) i));
        }
        budget.grow(8L * chosen.size());
        return target instanceof Value.Items list
                ? new Value.Items(chosen, list.tuple(), list.origin())
                : Strings.join(chosen, Text.EMPTY, budget);
    }

    private static int bound(@Nullable Value value, int size, int otherwise, boolean back) {
        if (value == null || value == Value.None.NONE) {
            return otherwise;
        }
        long index = Python.index(value, "the bound of a slice");
        if (index < 0) {
            index += size;
        }
        return (int) (back ? Math.clamp(index, -1, size - 1) : Math.clamp(index, 0, size));
    }
}
