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
            return reading.error(
                    key, "A slice is not part of the dialect.", "Take the items with " + reading.function(ITEM) + ".");
        }
        Value found = expressions.value(key, out);
        if (found instanceof Value.Text(String text)) {
            return reading.follow(base, new Access.Key(text), out);
        }
        boolean index = reading.type(found) == ContentType.NUMBER || reading.type(base) == ContentType.LIST;
        return index ? item(base, found, key, out, target) : dynamic(base, found, out, target);
    }

    private Value dynamic(Value base, Value key, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("WFInput", base, "WFDictionaryKey", key);
        return reading.call(VALUE, fields, ContentType.ANY, "dictionary_value", out, target);
    }

    /** Python counts from 0, the action from 1. */
    private Value item(Value base, Value index, Node at, List<Statement> out, @Nullable String target) {
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
        String variable = reading.name(base);
        Value dictionary = expressions.value(base, out);
        Value key = expressions.value(keys.getFirst(), out);
        Map<String, Value> fields =
                Fields.of("WFDictionary", dictionary, "WFDictionaryKey", key, "WFDictionaryValue", value);
        out.add(new Statement.Call(SET_VALUE, fields, variable));
        reading.names().assign(variable, ContentType.DICTIONARY, left);
    }
}
