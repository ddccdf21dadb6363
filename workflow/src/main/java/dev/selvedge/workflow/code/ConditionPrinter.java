package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions as Python's own comparisons where it has them. */
final class ConditionPrinter {
    private final ValuePrinter values;

    ConditionPrinter(ValuePrinter values) {
        this.values = values;
    }

    Layout condition(Condition condition) {
        List<Layout> parts = new ArrayList<>();
        for (Comparison comparison : condition.comparisons()) {
            if (!parts.isEmpty()) {
                parts.add(Layout.of(condition.all() ? " and " : " or "));
            }
            parts.add(comparison(comparison));
        }
        return new Layout.Row(parts);
    }

    private Layout comparison(Comparison comparison) {
        Layout left = values.value(comparison.left());
        Layout right = operand(comparison.right());
        return switch (comparison.operator()) {
            case LESS -> binary(left, " < ", right);
            case AT_MOST -> binary(left, " <= ", right);
            case GREATER -> binary(left, " > ", right);
            case AT_LEAST -> binary(left, " >= ", right);
            case EQUALS -> binary(left, " == ", right);
            case NOT_EQUALS -> binary(left, " != ", right);
            case CONTAINS -> binary(right, " in ", left);
            case NOT_CONTAINS -> binary(right, " not in ", left);
            case BEGINS_WITH -> method(comparison.left(), ".startswith(", right);
            case ENDS_WITH -> method(comparison.left(), ".endswith(", right);
            case HAS_VALUE -> left;
            case HAS_NO_VALUE -> Layout.row(Layout.of("not "), left);
            case IN_NEXT -> Layout.list(Dialect.IN_NEXT + "(", List.of(left, right), ")");
            case IN_LAST -> Layout.list(Dialect.IN_LAST + "(", List.of(left, right), ")");
            case IS_TODAY -> Layout.list(Dialect.IS_TODAY + "(", List.of(left), ")");
            case BETWEEN -> Layout.row(right, Layout.of(" <= "), left, Layout.of(" <= "), operand(comparison.upper()));
        };
    }

    private Layout operand(@Nullable Value value) {
        return values.value(value == null ? new Value.Nothing() : value);
    }

    private Layout method(Value receiver, String name, Layout argument) {
        return Layout.row(values.receiver(receiver), Layout.list(name, List.of(argument), ")"));
    }

    private static Layout binary(Layout left, String operator, Layout right) {
        return Layout.row(left, Layout.of(operator), right);
    }
}
