package dev.selvedge.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Python's values are like: their kinds, their truth, their order. */
final class Python {
    private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger MIN_INT = BigInteger.valueOf(Integer.MIN_VALUE);

    private Python() {}

    /** Words for messages. */
    static String kind(Value value) {
        return switch (value) {
            case Value.Undefined v -> "something undefined";
            case Value.None v -> "none";
            case Value.Bool v -> "a boolean";
            case Value.Whole v -> "a whole number";
            case Value.Real v -> "a number";
            case Text v -> "a string";
            case Value.Items v -> v.tuple() ? "a tuple" : "a list";
            case Value.Mapping v -> "a dictionary";
            case Value.Namespace v -> "a namespace";
            case Value.Function v -> "a function";
            case Value.Thing v -> "a " + v.name();
        };
    }

    static boolean truth(Value value) {
        return switch (value) {
            case Value.Undefined v -> false;
            case Value.None v -> false;
            case Value.Bool v -> v == Value.Bool.TRUE;
            case Value.Whole v -> v.value().signum() != 0;
            case Value.Real v -> v.value() != 0;
            case Text v -> !v.isEmpty();
            case Value.Items v -> !v.items().isEmpty();
            case Value.Mapping v -> !v.entries().isEmpty();
            case Value.Namespace v -> true;
            case Value.Function v -> true;
            case Value.Thing v -> true;
        };
    }

    /** A whole number that fits an int; a greater one is cut to the greatest, which suffices for slices and counts. */
    static int index(Value value, String what) {
        BigInteger number = whole(value);
        if (number == null) {
            throw new TemplateProblem(what + " must be a whole number, not " + kind(value));
        }
        return number.min(MAX_INT).max(MIN_INT).intValue();
    }

    /** The number that a whole number or a boolean is, else null. */
    static @Nullable BigInteger whole(Value value) {
        return switch (value) {
            case Value.Whole v -> v.value();
            case Value.Bool v -> v == Value.Bool.TRUE ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Real v -> null;
            case Value.Undefined v -> null;
            case Value.None v -> null;
            case Text v -> null;
            case Value.Items v -> null;
            case Value.Mapping v -> null;
            case Value.Namespace v -> null;
            case Value.Function v -> null;
            case Value.Thing v -> null;
        };
    }

    /** The floating-point number that any number is, else null. */
    static @Nullable Double real(Value value) {
        if (value instanceof Value.Real(double number)) {
            return number;
        }
        BigInteger number = whole(value);
        return number == null ? null : Double.valueOf(number.doubleValue());
    }

    /** What a loop over the value goes through: characters, items, keys. */
    static List<Value> items(Value value, Budget budget) {
        return switch (value) {
            case Value.Undefined v -> List.of();
            case Text v -> characters(v, budget);
            case Value.Items v -> v.items();
            case Value.Mapping v -> {
                budget.grow(v.entries().size());
                yield List.copyOf(v.entries().keySet());
            }
            case Value.None v -> throw notIterable(value);
            case Value.Bool v -> throw notIterable(value);
            case Value.Whole v -> throw notIterable(value);
            case Value.Real v -> throw notIterable(value);
            case Value.Namespace v -> throw notIterable(value);
            case Value.Function v -> throw notIterable(value);
            case Value.Thing v -> throw notIterable(value);
        };
    }

    private static TemplateProblem notIterable(Value value) {
        return new TemplateProblem(kind(value) + " has no items to go through");
    }

    private static List<Value> characters(Text text, Budget budget) {
        budget.grow(8L * text.length());
        var characters = new ArrayList<Value>();
        for (int i = 0; i < text.length(); ) {
            int next = text.chars().offsetByCodePoints(i, 1);
            characters.add(text.substring(i, next));
            i = next;
        }
        return characters;
    }

    static boolean same(Value left, Value right, Budget budget) {
        budget.step();
        if (left == right) {
            return true;
        }
        Double number = real(left);
        Double other = real(right);
        if (number != null && other != null) {
            BigInteger whole = whole(left);
            BigInteger otherWhole = whole(right);
            return whole != null && otherWhole != null
                    ? whole.equals(otherWhole)
                    : number.doubleValue() == other.doubleValue();
        }
        if (left instanceof Value.Items a && right instanceof Value.Items b) {
            if (a.tuple() != b.tuple() || a.items().size() != b.items().size()) {
                return false;
            }
            for (int i = 0; i < a.items().size(); i++) {
                if (!same(a.items().get(i), b.items().get(i), budget)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Value.Mapping a && right instanceof Value.Mapping b) {
            return a.entries().size() == b.entries().size()
                    && a.entries().entrySet().stream().allMatch(entry -> {
                        Value found = b.entries().get(entry.getKey());
                        return found != null && same(entry.getValue(), found, budget);
                    });
        }
        return left instanceof Text a && right instanceof Text b && a.equals(b)
                || left instanceof Value.Undefined && right instanceof Value.Undefined;
    }

    /** As a comparator does; an error where the two have no order. */
    static int compare(Value left, Value right, Budget budget) {
        budget.step();
        Double number = real(left);
        Double other = real(right);
        if (number != null && other != null) {
            BigInteger whole = whole(left);
            BigInteger otherWhole = whole(right);
            return whole != null && otherWhole != null ? whole.compareTo(otherWhole) : number.compareTo(other);
        }
        if (left instanceof Text a && right instanceof Text b) {
            return compare(a.chars(), b.chars());
        }
        if (left instanceof Value.Items a && right instanceof Value.Items b && a.tuple() == b.tuple()) {
            for (int i = 0; i < Math.min(a.items().size(), b.items().size()); i++) {
                if (!same(a.items().get(i), b.items().get(i), budget)) {
                    return compare(a.items().get(i), b.items().get(i), budget);
                }
            }
            return Integer.compare(a.items().size(), b.items().size());
        }
        throw new TemplateProblem(
                "there is no order between " + kind(left) + " and " + kind(right) + missing(left, right));
    }

    /** What is said about undefined operands. */
    static String missing(Value... operands) {
        for (Value operand : operands) {
            if (operand instanceof Value.Undefined(String what)) {
                return "; " + what;
            }
        }
        return "";
    }

    /** By code points, as Python orders strings. */
    private static int compare(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        if (at == a.length() || at == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        char x = a.charAt(at);
        char y = b.charAt(at);
        boolean differs = Character.isSurrogate(x) != Character.isSurrogate(y);
        return differs ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
    }

    /** White space, as str.isspace has it. */
    static boolean isSpace(int c) {
        return c == ' '
                || c >= 9 && c <= 13
                || c >= 0x1c && c <= 0x1f
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }
}
