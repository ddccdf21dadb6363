package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what an If asks, in the form of codes; several comparisons in the newest form. */
final class ConditionWriter {
    private final ValueWriter values;

    ConditionWriter(ValueWriter values) {
        this.values = values;
    }

    /** @param inputs what each comparison compares, as attachments; {@code Null} for nothing */
    Map<String, PlistValue> write(Condition condition, List<PlistValue> inputs) {
        List<PlistValue> templates = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            templates.add(new Dict(comparison(condition.comparisons().get(i), inputs.get(i))));
        }
        if (templates.size() == 1 && templates.getFirst() instanceof Dict(var only)) {
            return only;
        }
        Dict table = Dict.of(
                "WFActionParameterFilterPrefix",
                Int.of(condition.all() ? 1 : 0),
                "WFActionParameterFilterTemplates",
                new Array(templates));
        return Map.of("WFConditions", ValueWriter.wrapper("WFContentPredicateTableTemplate", table));
    }

    private Map<String, PlistValue> comparison(Comparison comparison, PlistValue input) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        if (!(input instanceof PlistValue.Null)) {
            entries.put("WFInput", Dict.of("Type", new Str("Variable"), "Variable", input));
        }
        Operator operator = comparison.operator();
        entries.put("WFCondition", Int.of(operator.code()));
        Value right = comparison.right();
        if (right != null) {
            operand(entries, comparison, right, false);
        }
        Value upper = comparison.upper();
        if (operator == Operator.BETWEEN && upper != null) {
            operand(entries, comparison, upper, true);
        }
        return entries;
    }

    private void operand(Map<String, PlistValue> entries, Comparison comparison, Value value, boolean upper) {
        Operator operator = comparison.operator();
        ContentType left = ConditionReader.typeOf(comparison.left());
        String key = switch (value) {
            case Value.Num number -> "Number";
            case Value.Moment moment -> "Date";
            case Value.Quantity quantity ->
                operator == Operator.IN_NEXT || operator == Operator.IN_LAST ? "Duration" : "Measurement";
            case Value.Bool bool -> "Boolean";
            case Text text -> operator == Operator.BETWEEN ? "Number" : "";
            case Template template -> operator == Operator.BETWEEN ? "Number" : "";
            case Reference reference -> referenceKey(operator, left);
            default -> "Enumeration";
        };
        if (key.isEmpty()) {
            entries.put(
                    "WFConditionalActionString",
                    value instanceof Reference ? values.tokenString(value) : values.parameter(value));
        } else if (key.equals("Number")) {
            String name = upper ? "WFAnotherNumber" : "WFNumberValue";
            values.put(
                    entries, name, value instanceof Value.Num(var number) ? new Text(number.toPlainString()) : value);
        } else {
            values.put(entries, (upper ? "WFAnother" : "WF") + key, value);
        }
    }

    private static String referenceKey(Operator operator, @Nullable ContentType left) {
        return switch (operator) {
            case BEGINS_WITH, ENDS_WITH, CONTAINS, NOT_CONTAINS -> "";
            case EQUALS, NOT_EQUALS -> left == ContentType.TEXT ? "" : left == ContentType.DATE ? "Date" : "Number";
            case LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN -> left == ContentType.DATE ? "Date" : "Number";
            case IN_NEXT, IN_LAST, HAS_VALUE, HAS_NO_VALUE, IS_TODAY -> "Duration";
        };
    }
}
