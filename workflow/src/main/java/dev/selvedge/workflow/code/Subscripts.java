package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.python.Node;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x["key"]} as a key of a dictionary, {@code x[0]} as an item of a list. */
final class Subscripts {
    private static final String ITEM = "is.workflow.actions.getitemfromlist";
    private static final String VALUE = "is.workflow.actions.getvalueforkey";
    private static final String SET_VALUE = "is.workflow.actions.setvalueforkey";

    private final Reading reading;
    private final Expressions expressions;

    Subscripts(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    Value value(Node node, List<Statement> out, @Nullable String target) {
        Value base = expressions.value(Reading.part(node, "value"), out);
        List<Node> keys = node.children("subscript");
        if (keys.size() != 1) {
            return reading.error(node, "One key is expected in the brackets.", "Write x[\"key\"].");
        }
        return at(base, keys.getFirst(), out, target);
    }

    /** The value at a key of a value. */
    Value at(Value base, Node key, List<Statement> out, @Nullable String target) {
        if (key.type().equals("slice")) {
            return slice(base, key, out, target);
        }
        Value found = expressions.value(key, out);
        if (found instanceof Value.Text(String text)) {
            return reading.follow(base, new Access.Key(text), out);
        }
        boolean index = reading.type(found) == ContentType.NUMBER || reading.type(base) == ContentType.LIST;
        return index ? item(base, found, key, out, target) : dynamic(base, found, out, target);
    }

    /** The keys of a dictionary. */
    Value keys(Value dictionary, List<Statement> out) {
        Map<String, Value> fields = Fields.of("WFInput", dictionary, "WFGetDictionaryValueType", "All Keys");
        return reading.call(VALUE, fields, ContentType.LIST, "dictionary_value", out, null);
    }

    /** The value at a key that is known when the workflow runs. */
    Value dynamic(Value base, Value key, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("WFInput", base, "WFDictionaryKey", key);
        return reading.call(VALUE, fields, ContentType.ANY, "dictionary_value", out, target);
    }

    /** {@code x[1:3]} of a list; the action counts from 1 and its end is in. */
    private Value slice(Value base, Node slice, List<Statement> out, @Nullable String target) {
        List<Node> colons = slice.children().stream()
                .filter(child -> child.type().equals(":"))
                .toList();
        List<Node> bounds = Reading.parts(slice);
        boolean one = colons.size() == 1;
        boolean started = one
                && !bounds.isEmpty()
                && bounds.getFirst().startByte() < colons.getFirst().startByte();
        Value start = started ? expressions.value(bounds.getFirst(), out) : Value.Num.of(0);
        Value end = bounds.size() > (started ? 1 : 0) ? expressions.value(bounds.getLast(), out) : null;
        if (!one
                || !(start instanceof Value.Num(var from))
                || from.signum() < 0
                || !(end == null || (end instanceof Value.Num(var to) && to.signum() > 0))
                || reading.type(base) == ContentType.TEXT) {
            return reading.error(
                    slice,
                    "This slice is not part of the dialect.",
                    "Of a list, write x[1:3] with literal numbers from 0 on; of a text, use "
                            + reading.function("is.workflow.actions.text.match") + ".");
        }
        Map<String, Value> fields = Fields.of(
                "WFInput",
                base,
                "WFItemSpecifier",
                "Items in Range",
                "WFItemRangeStart",
                new Value.Num(from.add(BigDecimal.ONE)));
        if (end != null) {
            fields.put("WFItemRangeEnd", end);
        }
        return reading.call(ITEM, fields, ContentType.LIST, "items", out, target);
    }

    /** Python counts from 0, the action from 1. */
    Value item(Value base, Value index, Node at, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields;
        if (!(index instanceof Value.Num(var number))) {
            Value place = expressions.arithmetic().maths(index, "+", Value.Num.of(1), out, null);
            fields = Fields.of("WFInput", base, "WFItemSpecifier", "Item At Index", "WFItemIndex", place);
        } else if (number.signum() == 0) {
            fields = Fields.of("WFInput", base, "WFItemSpecifier", "First Item");
        } else if (number.compareTo(BigDecimal.ONE.negate()) == 0) {
            fields = Fields.of("WFInput", base, "WFItemSpecifier", "Last Item");
        } else if (number.signum() > 0) {
            Value place = new Value.Num(number.add(BigDecimal.ONE));
            fields = Fields.of("WFInput", base, "WFItemSpecifier", "Item At Index", "WFItemIndex", place);
        } else {
            return reading.error(at, "Only the last item can be counted from the end.", "Write x[-1].");
        }
        return reading.call(ITEM, fields, ContentType.ANY, "item_from_list", out, target);
    }

    /** {@code x["key"] = value}. */
    void assign(Node left, Value value, List<Statement> out) {
        Node base = Reading.part(left, "value");
        List<Node> keys = left.children("subscript");
        if (!base.type().equals("identifier")
                || keys.size() != 1
                || keys.getFirst().type().equals("slice")) {
            reading.error(left, "Only a key of a variable can be set.", "Write x[\"key\"] = value, step by step.");
            return;
        }
        expressions.value(base, out);
        set(reading.name(base), expressions.value(keys.getFirst(), out), value, left, out);
    }

    /** Sets a key of the dictionary in a variable. */
    void set(String variable, Value key, Value value, Node at, List<Statement> out) {
        Map<String, Value> fields = Fields.of(
                "WFDictionary", Value.Reference.to(variable), "WFDictionaryKey", key, "WFDictionaryValue", value);
        out.add(new Statement.Call(SET_VALUE, fields, variable));
        reading.names().assign(variable, ContentType.DICTIONARY, at);
    }
}
