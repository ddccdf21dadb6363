package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Statement.Append;
import dev.selvedge.workflow.Statement.Assign;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;

/** Statements that change what variables hold: {@code x.append(y)} and its like, and {@code a, b = b, a}. */
final class Changes {
    private static final List<String> METHODS = List.of("append", "extend", "update");

    private final Reading reading;
    private final Expressions expressions;

    Changes(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    /** Whether a function is one that changes a variable. */
    boolean changes(Node function) {
        return function.type().equals("attribute")
                && METHODS.contains(reading.text(Reading.part(function, "attribute")));
    }

    void method(Node call, Node function, List<Statement> out) {
        String method = reading.text(Reading.part(function, "attribute"));
        Written written = Written.of(call, reading);
        written.only(1, List.of(), reading);
        if (written.positional().isEmpty()) {
            reading.error(call, method + " expects a value.", "Write items." + method + "(value).");
            return;
        }
        Value value = expressions.value(written.positional().getFirst(), out);
        Node variable = Reading.part(function, "object");
        switch (method) {
            case "append" -> append(variable, value, out);
            case "extend" -> extend(variable, value, out);
            default -> update(variable, value, call, out);
        }
    }

    void append(Node list, Value value, List<Statement> out) {
        if (!list.type().equals("identifier")) {
            reading.error(list, "Only to a variable can be appended.", "Write items.append(value).");
            return;
        }
        String variable = reading.name(list);
        out.add(new Append(variable, value));
        reading.names().assign(variable, ContentType.LIST, list);
    }

    private void extend(Node list, Value value, List<Statement> out) {
        if (value instanceof Value.ListOf(var items)) {
            items.forEach(item -> append(list, item, out));
            return;
        }
        String item = reading.names().fresh("item", ContentType.ANY);
        List<Statement> body = new ArrayList<>();
        append(list, Reference.to(item), body);
        out.add(new Statement.ForEach(item, null, value, body));
    }

    private void update(Node dictionary, Value value, Node call, List<Statement> out) {
        if (!dictionary.type().equals("identifier") || !(value instanceof Value.Dictionary(var entries))) {
            reading.error(call, "update expects a literal dictionary.", "Write x[\"key\"] = value, one a line.");
            return;
        }
        String variable = reading.name(dictionary);
        reading.names().use(variable, dictionary);
        entries.forEach(entry -> expressions.subscripts().set(variable, entry.key(), entry.value(), dictionary, out));
    }

    /** {@code a, b = x}: the values in turn, or the items of a list. */
    void unpack(Node left, Node right, List<Statement> out) {
        List<Node> targets = Reading.parts(left);
        if (targets.isEmpty()
                || !targets.stream().allMatch(target -> target.type().equals("identifier"))) {
            expressions.value(right, out);
            reading.error(left, "Only names can get values together.", "Write name = value, one a line.");
            return;
        }
        boolean each = List.of("expression_list", "tuple", "list").contains(right.type());
        List<Node> parts = each ? Reading.parts(right) : List.of();
        if (each && parts.size() != targets.size()) {
            reading.error(
                    left,
                    targets.size() + " names are given " + parts.size() + " values.",
                    "Write name = value, one a line.");
        } else if (each) {
            inTurn(targets, parts, out);
        } else {
            Value list = reading.reference(expressions.value(right, out), out);
            for (int i = 0; i < targets.size(); i++) {
                String name = reading.name(targets.get(i));
                expressions.subscripts().item(list, Value.Num.of(i), right, out, name);
                reading.names().assign(name, ContentType.ANY, right);
            }
        }
    }

    /** All values are there before the first name gets one. */
    private void inTurn(List<Node> targets, List<Node> parts, List<Statement> out) {
        List<Value> values = expressions.values(parts, out);
        List<Statement> kept = new ArrayList<>();
        List<Statement> given = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Value value = values.get(i);
            Node part = parts.get(i);
            boolean changed = targets.subList(0, i).stream().anyMatch(name -> reading.uses(part, reading.text(name)));
            if (changed) {
                String keeper = reading.names().fresh("value", reading.type(value));
                kept.add(new Assign(keeper, value));
                value = Reference.to(keeper);
            }
            String name = reading.name(targets.get(i));
            given.add(new Assign(name, value));
            reading.names().assign(name, reading.type(values.get(i)), part);
        }
        out.addAll(kept);
        out.addAll(given);
    }
}
