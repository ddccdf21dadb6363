package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as values. What is no value of the tree (a call, a sum) becomes statements before, with a variable for its
 * result.
 */
final class Expressions {
    private static final Map<String, String> OUTSIDE = Map.of(
            "lambda", "A lambda",
            "dictionary_comprehension", "A comprehension of a dictionary",
            "set_comprehension", "A set",
            "set", "A set",
            "await", "await",
            "yield", "yield",
            "slice", "A slice");

    /** CPython reads at most 200 brackets in one another. */
    private static final int DEEPEST = 200;

    private final Reading reading;
    private final Literals literals;
    private final Conditions conditions;
    private final Arithmetic arithmetic;
    private final Calls calls;
    private final Subscripts subscripts;
    private final Comprehensions comprehensions;
    private int depth;

    Expressions(Reading reading) {
        this.reading = reading;
        literals = new Literals(reading, this);
        conditions = new Conditions(reading, this);
        arithmetic = new Arithmetic(reading, this, literals);
        calls = new Calls(reading, this);
        subscripts = new Subscripts(reading, this);
        comprehensions = new Comprehensions(reading, this);
    }

    Conditions conditions() {
        return conditions;
    }

    Calls calls() {
        return calls;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    Subscripts subscripts() {
        return subscripts;
    }

    Literals literals() {
        return literals;
    }

    Value value(Node node, List<Statement> out) {
        return value(node, out, null);
    }

    /**
     * The value of an expression.
     *
     * @param out takes the statements that must come before
     * @param target the variable for the result of a statement that makes the value itself, null for a fresh one
     */
    Value value(Node node, List<Statement> out, @Nullable String target) {
        if (depth == DEEPEST) {
            return reading.error(
                    node, "The expression is nested deeper than " + DEEPEST + " levels.", "Give its parts names.");
        }
        depth++;
        try {
            return valueOf(node, out, target);
        } finally {
            depth--;
        }
    }

    private Value valueOf(Node node, List<Statement> out, @Nullable String target) {
        return switch (node.type()) {
            case "string", "concatenated_string" -> literals.text(node, out);
            case "integer", "float" -> literals.number(node);
            case "true" -> new Value.Bool(true);
            case "false" -> new Value.Bool(false);
            case "none" -> new Value.Nothing();
            case "identifier" -> variable(node);
            case "parenthesized_expression" -> inner(node, out, target);
            case "list", "tuple", "expression_list" -> new Value.ListOf(values(Reading.parts(node), out));
            case "dictionary" -> dictionary(node, out);
            case "unary_operator" -> arithmetic.unary(node, out, target);
            case "binary_operator" -> arithmetic.binary(node, out, target);
            case "comparison_operator", "boolean_operator", "not_operator" -> truth(node, out, target);
            case "conditional_expression" -> choice(node, out, target);
            case "subscript" -> subscripts.value(node, out, target);
            case "attribute" -> attribute(node, out);
            case "call" -> calls.value(node, out, target);
            case "list_comprehension", "generator_expression" -> comprehensions.value(node, out, target);
            case "named_expression" -> assigned(node, out);
            case "ERROR" -> Reading.UNKNOWN;
            default -> outside(node);
        };
    }

    List<Value> values(List<Node> nodes, List<Statement> out) {
        List<Value> values = new ArrayList<>();
        for (Node node : nodes) {
            values.add(value(node, out));
        }
        return values;
    }

    private Value outside(Node node) {
        String name = OUTSIDE.get(node.type());
        if (name != null) {
            return reading.error(
                    node, name + " is not part of the dialect.", "Write it out as statements, with a for loop.");
        }
        return reading.error(
                node,
                "A value is expected here, found " + Nearest.excerpt(reading.text(node)) + ".",
                "Write a literal, a name, or a call.");
    }

    private Value variable(Node node) {
        String name = reading.name(node);
        reading.names().use(name, node);
        return Reference.to(name);
    }

    /** {@code (name := value)}: the name gets its value in a statement before. */
    private Value assigned(Node node, List<Statement> out) {
        Node right = Reading.part(node, "value");
        String name = reading.name(Reading.part(node, "name"));
        Value value = value(right, out);
        out.add(new Statement.Assign(name, value));
        reading.names().assign(name, reading.type(value), right);
        return Reference.to(name);
    }

    /** The first value where there is one, else the second. */
    Value orElse(Value first, Node second, List<Statement> out, @Nullable String target) {
        Condition condition = Condition.of(new Condition.Comparison(first, Condition.Operator.HAS_VALUE, null, null));
        List<Statement> otherwise = new ArrayList<>();
        Value fallback = value(second, otherwise);
        return choose(new Conditions.Decision(condition, false), List.of(), first, otherwise, fallback, out, target);
    }

    private Value inner(Node node, List<Statement> out, @Nullable String target) {
        List<Node> parts = Reading.parts(node);
        return parts.isEmpty() ? outside(node) : value(parts.getFirst(), out, target);
    }

    private Value dictionary(Node node, List<Statement> out) {
        List<Value.Entry> entries = new ArrayList<>();
        for (Node pair : Reading.parts(node)) {
            if (pair.type().equals("pair")) {
                Value key = value(Reading.part(pair, "key"), out);
                Value text = Literals.joined(literals.asParts(key, out));
                entries.add(new Value.Entry(text, value(Reading.part(pair, "value"), out)));
            } else if (!pair.error()) {
                reading.error(pair, "A dictionary cannot be spread into another.", "Write each \"key\": value.");
            }
        }
        return new Value.Dictionary(entries);
    }

    /** {@code x.file_size}. */
    private Value attribute(Node node, List<Statement> out) {
        String attribute = reading.text(Reading.part(node, "attribute"));
        String property = Attribute.property(attribute);
        Value base = value(Reading.part(node, "object"), out);
        if (property == null) {
            return reading.error(
                    node,
                    "." + attribute + " is no property.",
                    Attribute.property(attribute.toLowerCase(Locale.ROOT)) != null
                            ? "Write ." + attribute.toLowerCase(Locale.ROOT) + "."
                            : "Write .prop(\"Name\") with the name of the property.");
        }
        return reading.follow(base, new Access.Property(property, Map.of()), out);
    }

    /** A condition as a value, true or false. */
    Value truth(Node node, List<Statement> out, @Nullable String target) {
        Conditions.Decision decision = conditions.decision(node, out);
        return choose(decision, List.of(), new Value.Bool(true), List.of(), new Value.Bool(false), out, target);
    }

    private Value choice(Node node, List<Statement> out, @Nullable String target) {
        List<Node> parts = Reading.parts(node);
        if (parts.size() != 3) {
            return outside(node);
        }
        Conditions.Decision decision = conditions.decision(parts.get(1), out);
        List<Statement> before = new ArrayList<>();
        Value yes = value(parts.get(0), before);
        List<Statement> otherwise = new ArrayList<>();
        Value no = value(parts.get(2), otherwise);
        return choose(decision, before, yes, otherwise, no, out, target);
    }

    private Value choose(
            Conditions.Decision decision,
            List<Statement> before,
            Value yes,
            List<Statement> otherwise,
            Value no,
            List<Statement> out,
            @Nullable String target) {
        String name = target == null ? reading.names().fresh("choice", reading.type(yes)) : target;
        List<Statement> then = new ArrayList<>(before);
        then.add(new Statement.Assign(name, yes));
        List<Statement> orElse = new ArrayList<>(otherwise);
        orElse.add(new Statement.Assign(name, no));
        out.add(decision.choice(then, orElse));
        return Reference.to(name);
    }
}
