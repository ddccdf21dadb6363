package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what an If asks, in its old form (words), its later form (codes) and its newest (several conditions). */
final class ConditionReader {
    private static final String TEXT = "WFConditionalActionString";
    private static final String NUMBER = "WFNumberValue";

    /** Operand keys in the order of preference, with the key of a range's upper end. */
    private static final List<List<String>> OTHERS = List.of(
            List.of("WFDate", "WFAnotherDate"),
            List.of("WFDuration", "WFAnotherDuration"),
            List.of("WFMeasurement", "WFAnotherMeasurement"),
            List.of("WFBoundedNumber", "WFAnotherBoundedNumber"),
            List.of("WFEnumeration", ""),
            List.of("WFNumericEnumeration", ""),
            List.of("WFLinkEnumeration", ""),
            List.of("WFBoolean", ""));

    private final Scope scope;
    private final ValueReader values;

    ConditionReader(Scope scope, ValueReader values) {
        this.scope = scope;
        this.values = values;
    }

    /** @param before what the If compares where the file does not say */
    Condition read(Dict parameters, Supplier<Value> before) {
        if (parameters.get("WFConditions") instanceof Dict wrapper) {
            Dict table = wrapper.get(ValueReader.VALUE) instanceof Dict inner ? inner : wrapper;
            List<Comparison> comparisons = new ArrayList<>();
            for (PlistValue template : table.array("WFActionParameterFilterTemplates")) {
                if (template instanceof Dict dict) {
                    comparisons.add(comparison(dict, before));
                }
            }
            if (!comparisons.isEmpty()) {
                // 1 is all, 0 any; compilers write -1 for nothing chosen, which the app takes for all.
                return new Condition(
                        !Num.of(0).equals(values.read(table.get("WFActionParameterFilterPrefix"))), comparisons);
            }
        }
        return Condition.of(comparison(parameters, before));
    }

    private Comparison comparison(Dict dict, Supplier<Value> before) {
        Value left = dict.get("WFInput") == null ? before.get() : values.read(dict.get("WFInput"));
        Operator operator = operator(dict.get("WFCondition"));
        return switch (operator) {
            case HAS_VALUE, HAS_NO_VALUE, IS_TODAY -> new Comparison(left, operator, null, null);
            case BETWEEN -> between(dict, left);
            case LESS, AT_MOST, GREATER, AT_LEAST ->
                new Comparison(left, operator, firstOf(numberOf(dict), otherOf(dict), textOf(dict)), null);
            case IN_NEXT, IN_LAST ->
                new Comparison(left, operator, firstOf(otherOf(dict), numberOf(dict), textOf(dict)), null);
            case EQUALS, NOT_EQUALS -> new Comparison(left, operator, equal(dict, left), null);
            case BEGINS_WITH, ENDS_WITH, CONTAINS, NOT_CONTAINS ->
                new Comparison(left, operator, firstOf(textOf(dict), otherOf(dict), numberOf(dict)), null);
        };
    }

    /** Files keep the operands of forms that the user left; which one counts depends on what is compared. */
    private Value equal(Dict dict, Value left) {
        Value text = textOf(dict);
        Value number = numberOf(dict);
        Value other = otherOf(dict);
        if (other != null && (text == null || text.equals(new Text("")))) {
            return other;
        }
        if (text == null || number == null) {
            return firstOf(text, number, null);
        }
        ContentType type = typeOf(left);
        boolean numeric = type == null
                ? !(text instanceof Text(String literal)) || Decimal.of(literal) instanceof Num
                : type == ContentType.NUMBER;
        return numeric && number instanceof Num ? number : text;
    }

    /** The type that a reference is made to have, null where it says nothing. */
    static @Nullable ContentType typeOf(Value value) {
        if (!(value instanceof Reference(var source, var accesses))) {
            return null;
        }
        if (accesses.isEmpty()) {
            return source instanceof Value.Source.CurrentDate ? ContentType.DATE : null;
        }
        return switch (accesses.getLast()) {
            case Access.Coerce(var type, var contentClass) -> type;
            case Access.Format format -> ContentType.TEXT;
            case Access.Key key -> null;
            case Access.Property property -> null;
        };
    }

    private Comparison between(Dict dict, Value left) {
        Value low = numberOf(dict);
        Value high = ValueReader.number(values.read(dict.get("WFAnotherNumber")));
        if (low == null) {
            for (List<String> keys : OTHERS) {
                if (dict.get(keys.getFirst()) != null) {
                    low = values.read(dict.get(keys.getFirst()));
                    high = values.read(dict.get(keys.getLast()));
                    break;
                }
            }
        }
        return new Comparison(left, Operator.BETWEEN, firstOf(low, null, null), high);
    }

    private static Value firstOf(@Nullable Value first, @Nullable Value second, @Nullable Value third) {
        return first != null ? first : second != null ? second : third != null ? third : new Text("");
    }

    private @Nullable Value textOf(Dict dict) {
        return operand(dict, TEXT);
    }

    private @Nullable Value numberOf(Dict dict) {
        Value value = operand(dict, NUMBER);
        return value == null || value.equals(new Text("")) ? null : ValueReader.number(value);
    }

    private @Nullable Value otherOf(Dict dict) {
        for (List<String> keys : OTHERS) {
            Value value = operand(dict, keys.getFirst());
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** An operand that is there and was filled in. */
    private @Nullable Value operand(Dict dict, String key) {
        PlistValue value = dict.get(key);
        if (value == null || value.equals(Dict.EMPTY)) {
            return null;
        }
        Value read = values.read(value);
        return read instanceof Value.Nothing ? null : read;
    }

    private Operator operator(@Nullable PlistValue condition) {
        Operator operator = switch (condition) {
            case null -> Operator.CONTAINS;
            case PlistValue.Int(var number) -> byCode(number.intValue());
            case PlistValue.Real(double number) -> byCode((int) number);
            case PlistValue.Str(String text) -> byWords(text);
            default -> null;
        };
        if (operator == null) {
            scope.warn("compares by an operator that is not known; it is read as Contains.");
            return Operator.CONTAINS;
        }
        return operator;
    }

    private static @Nullable Operator byCode(int code) {
        for (Operator operator : Operator.values()) {
            if (operator.code() == code) {
                return operator;
            }
        }
        return null;
    }

    private static @Nullable Operator byWords(String words) {
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "", "contains" -> Operator.CONTAINS;
            case "does not contain" -> Operator.NOT_CONTAINS;
            case "equals", "is" -> Operator.EQUALS;
            case "does not equal", "is not" -> Operator.NOT_EQUALS;
            case "begins with" -> Operator.BEGINS_WITH;
            case "ends with" -> Operator.ENDS_WITH;
            case "is greater than" -> Operator.GREATER;
            case "is greater than or equal to" -> Operator.AT_LEAST;
            case "is less than" -> Operator.LESS;
            case "is less than or equal to" -> Operator.AT_MOST;
            case "is between" -> Operator.BETWEEN;
            case "has any value" -> Operator.HAS_VALUE;
            case "does not have any value" -> Operator.HAS_NO_VALUE;
            case "is in the next" -> Operator.IN_NEXT;
            case "is in the last" -> Operator.IN_LAST;
            case "is today" -> Operator.IS_TODAY;
            default -> words.matches("\\d{1,4}") ? byCode(Integer.parseInt(words)) : null;
        };
    }
}
