package dev.selvedge.model.jinja;

import java.util.List;
import java.util.Set;

/** The tests after {@code is}. */
final class Tests {
    static final Set<String> NAMES = Set.of(
            "defined",
            "undefined",
            "none",
            "boolean",
            "true",
            "false",
            "integer",
            "float",
            "number",
            "string",
            "mapping",
            "iterable",
            "sequence",
            "callable",
            "lower",
            "upper",
            "even",
            "odd",
            "divisibleby",
            "sameas",
            "in",
            "eq",
            "equalto",
            "ne",
            "lt",
            "lessthan",
            "le",
            "gt",
            "greaterthan",
            "ge",
            "escaped",
            "filter",
            "test");

    private Tests() {}

    static boolean test(String name, Value input, Given given, Budget budget) {
        return switch (name) {
            case "divisibleby" -> remainder(input, given.one("num"), budget) == 0;
            case "sameas" -> input == given.one("other") || isScalar(input) && input.equals(given.one("other"));
            case "in" -> Operators.contains(given.one("seq"), input, budget);
            case "eq", "equalto" -> Python.same(input, given.one("other"), budget);
            case "ne" -> !Python.same(input, given.one("other"), budget);
            case "lt", "lessthan" -> Python.compare(input, given.one("other"), budget) < 0;
            case "le" -> Python.compare(input, given.one("other"), budget) <= 0;
            case "gt", "greaterthan" -> Python.compare(input, given.one("other"), budget) > 0;
            case "ge" -> Python.compare(input, given.one("other"), budget) >= 0;
            default -> {
                given.none();
                yield alone(name, input, budget);
            }
        };
    }

    private static boolean alone(String name, Value input, Budget budget) {
        return switch (name) {
            case "defined" -> !(input instanceof Value.Undefined);
            case "undefined" -> input instanceof Value.Undefined;
            case "none" -> input == Value.None.NONE;
            case "boolean" -> input instanceof Value.Bool;
            case "true" -> input == Value.Bool.TRUE;
            case "false" -> input == Value.Bool.FALSE;
            case "integer" -> input instanceof Value.Whole;
            case "float" -> input instanceof Value.Real;
            case "number" -> Python.real(input) != null;
            case "string" -> input instanceof Text;
            case "mapping" -> input instanceof Value.Mapping;
            case "iterable", "sequence" -> hasItems(input);
            case "callable" -> input instanceof Value.Function;
            case "lower" -> cased(input, budget, false);
            case "upper" -> cased(input, budget, true);
            case "even" -> remainder(input, Value.Whole.of(2), budget) == 0;
            case "odd" -> remainder(input, Value.Whole.of(2), budget) == 1;
            case "escaped" -> false;
            case "filter" -> input instanceof Text text && Filters.NAMES.contains(text.chars());
            case "test" -> input instanceof Text text && NAMES.contains(text.chars());
            default -> throw new TemplateProblem("there is no test '" + name + "'");
        };
    }

    /** Whether values of this kind are equal exactly where they are the same to Python. */
    private static boolean isScalar(Value value) {
        return value instanceof Text || value instanceof Value.Whole || value instanceof Value.Real;
    }

    private static boolean hasItems(Value input) {
        return input instanceof Text
                || input instanceof Value.Items
                || input instanceof Value.Mapping
                || input instanceof Value.Undefined;
    }

    private static double remainder(Value input, Value by, Budget budget) {
        Double rest = Python.real(Operators.binary(input, "%", by, budget));
        if (rest == null) {
            throw new TemplateProblem("a number is needed, not " + Python.kind(input));
        }
        return rest;
    }

    private static boolean cased(Value input, Budget budget, boolean upper) {
        Text text = Printing.string(input, budget);
        Text changed = upper ? Strings.upper(text, budget) : Strings.lower(text, budget);
        return changed.equals(text) && text.chars().codePoints().anyMatch(Character::isLetter);
    }

    /** The names of tests that a filter such as {@code select} may name, for messages. */
    static void require(String name) {
        if (!NAMES.contains(name)) {
            throw new TemplateProblem("there is no test '" + name + "'; there are "
                    + String.join(", ", List.copyOf(new java.util.TreeSet<>(NAMES))));
        }
    }
}
