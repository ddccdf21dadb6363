package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python asks, as conditions of the tree. */
final class Conditions {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "<", Operator.LESS,
            "<=", Operator.AT_MOST,
            ">", Operator.GREATER,
            ">=", Operator.AT_LEAST,
            "==", Operator.EQUALS,
            "!=", Operator.NOT_EQUALS,
            "is", Operator.EQUALS,
            "is not", Operator.NOT_EQUALS,
            "in", Operator.CONTAINS,
            "not in", Operator.NOT_CONTAINS);
    private static final Map<Operator, Operator> OPPOSITES = Map.of(
            Operator.LESS, Operator.AT_LEAST,
            Operator.AT_LEAST, Operator.LESS,
            Operator.GREATER, Operator.AT_MOST,
            Operator.AT_MOST, Operator.GREATER,
            Operator.EQUALS, Operator.NOT_EQUALS,
            Operator.NOT_EQUALS, Operator.EQUALS,
            Operator.CONTAINS, Operator.NOT_CONTAINS,
            Operator.NOT_CONTAINS, Operator.CONTAINS,
            Operator.HAS_VALUE, Operator.HAS_NO_VALUE,
            Operator.HAS_NO_VALUE, Operator.HAS_VALUE);
    private static final Map<Operator, Operator> MIRRORED = Map.of(
            Operator.LESS, Operator.GREATER,
            Operator.AT_MOST, Operator.AT_LEAST,
            Operator.GREATER, Operator.LESS,
            Operator.AT_LEAST, Operator.AT_MOST);
    private static final Map<String, Operator> METHODS =
            Map.of("startswith", Operator.BEGINS_WITH, "endswith", Operator.ENDS_WITH);
    private static final Map<String, Operator> PERIODS =
            Map.of(Dialect.IN_NEXT, Operator.IN_NEXT, Dialect.IN_LAST, Operator.IN_LAST);
    private static final Value ONE = Value.Num.of(1);

    private final Reading reading;
    private final Expressions expressions;

    Conditions(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    /**
     * A condition, or its opposite where the tree has no operator for it.
     *
     * @param opposite whether the bodies change places
     */
    record Decision(Condition condition, boolean opposite) {
        Statement choice(List<Statement> then, List<Statement> otherwise) {
            return opposite
                    ? new Statement.If(condition, otherwise, then)
                    : new Statement.If(condition, then, otherwise);
        }
    }

    private sealed interface Logic {}

    private record Leaf(Comparison comparison, boolean opposite) implements Logic {}

    private record Several(boolean all, List<Logic> parts) implements Logic {}

    /** Whether a call is a question. */
    static boolean asks(Node call, Reading reading) {
        Node function = Reading.part(call, "function");
        return function.type().equals("attribute")
                ? METHODS.containsKey(reading.text(Reading.part(function, "attribute")))
                : PERIODS.containsKey(reading.text(function))
                        || reading.text(function).equals(Dialect.IS_TODAY);
    }

    Decision decision(Node node, List<Statement> out) {
        Logic logic = logic(node, false, out);
        return switch (logic) {
            case Leaf(var comparison, boolean opposite) -> new Decision(Condition.of(comparison), opposite);
            case Several(boolean all, var parts) -> {
                List<Comparison> comparisons =
                        parts.stream().map(part -> comparison(part, out)).toList();
                yield new Decision(new Condition(all, comparisons), false);
            }
        };
    }

    /** A part as one comparison; where it is none, a variable says whether it holds. */
    private Comparison comparison(Logic logic, List<Statement> out) {
        if (logic instanceof Leaf(var comparison, boolean opposite) && !opposite) {
            return comparison;
        }
        String flag = reading.names().fresh("holds", ContentType.NUMBER);
        List<Statement> yes = List.of(new Statement.Assign(flag, ONE));
        List<Statement> no = List.of(new Statement.Assign(flag, Value.Num.of(0)));
        switch (logic) {
            case Leaf(var comparison, boolean opposite) ->
                out.add(new Statement.If(Condition.of(comparison), opposite ? no : yes, opposite ? yes : no));
            case Several(boolean all, var parts) -> {
                List<Comparison> comparisons =
                        parts.stream().map(part -> comparison(part, out)).toList();
                out.add(new Statement.If(new Condition(all, comparisons), yes, no));
            }
        }
        return new Comparison(Reference.to(flag), Operator.EQUALS, ONE, null);
    }

    private Logic logic(Node node, boolean negated, List<Statement> out) {
        return switch (node.type()) {
            case "parenthesized_expression" ->
                Reading.parts(node).isEmpty()
                        ? value(node, negated, out)
                        : logic(Reading.parts(node).getFirst(), negated, out);
            case "not_operator" -> logic(Reading.part(node, "argument"), !negated, out);
            case "boolean_operator" -> several(node, negated, out);
            case "comparison_operator" -> chain(node, negated, out);
            case "call" -> asks(node, reading) ? question(node, negated, out) : value(node, negated, out);
            default -> value(node, negated, out);
        };
    }

    private Logic several(Node node, boolean negated, List<Statement> out) {
        boolean all = reading.text(Reading.part(node, "operator")).equals("and") != negated;
        List<Logic> parts = new ArrayList<>();
        for (String role : List.of("left", "right")) {
            Logic part = logic(Reading.part(node, role), negated, out);
            if (part instanceof Several(boolean same, var inner) && same == all) {
                parts.addAll(inner);
            } else {
                parts.add(part);
            }
        }
        return new Several(all, parts);
    }

    private Logic value(Node node, boolean negated, List<Statement> out) {
        Value value = expressions.value(node, out);
        if (value instanceof Value.Text || value instanceof Value.Num) {
            reading.problems()
                    .warning(
                            node,
                            "This literal always has a value, so the condition does not depend on it.",
                            "To compare with several values, repeat the comparison: x == 1 or x == 2.");
        } else if (reading.type(value) == ContentType.BOOLEAN) {
            reading.problems()
                    .warning(node, "This asks whether there is any value, True or False.", "Compare it: x == True.");
        }
        return leaf(value, Operator.HAS_VALUE, null, negated);
    }

    private static Logic leaf(Value left, Operator operator, @Nullable Value right, boolean negated) {
        Operator opposite = negated ? OPPOSITES.get(operator) : null;
        return new Leaf(
                new Comparison(left, opposite == null ? operator : opposite, right, null), negated && opposite == null);
    }

    private Logic chain(Node node, boolean negated, List<Statement> out) {
        List<Node> operands = node.children().stream()
                .filter(child -> child.field() == null && child.named())
                .toList();
        List<Node> operators = node.children("operators");
        if (operands.size() != operators.size() + 1) {
            return value(node.children().getFirst(), negated, out);
        }
        List<Value> values = expressions.values(operands, out);
        if (operators.size() == 2
                && operators.stream().allMatch(o -> reading.text(o).equals("<="))) {
            Comparison between = new Comparison(values.get(1), Operator.BETWEEN, values.get(0), values.get(2));
            return new Leaf(between, negated);
        }
        List<Logic> parts = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            parts.add(pair(operators.get(i), operands.get(i + 1), values.get(i), values.get(i + 1), negated));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Several(!negated, parts.stream().map(Conditions::mirrored).toList());
    }

    /** A part of a chain, turned so that a literal is on the right. */
    private static Logic mirrored(Logic logic) {
        if (logic instanceof Leaf(Comparison(var literal, var operator, var reference, var upper), boolean opposite)
                && reference instanceof Reference
                && !(literal instanceof Reference)) {
            Operator turned = MIRRORED.get(operator);
            return turned == null ? logic : new Leaf(new Comparison(reference, turned, literal, upper), opposite);
        }
        return logic;
    }

    private Logic pair(Node operatorNode, Node rightNode, Value left, Value right, boolean negated) {
        String text = reading.text(operatorNode).replaceAll("\\s+", " ");
        Operator operator = OPERATORS.get(text);
        if (operator == null) {
            reading.error(operatorNode, text + " is no comparison.", "Use ==, !=, <, <=, >, >=, in or not in.");
            operator = Operator.EQUALS;
        }
        boolean identity = text.startsWith("is");
        if (identity && rightNode.type().equals("none")) {
            return leaf(left, Operator.HAS_NO_VALUE, null, negated != text.equals("is not"));
        }
        return operator == Operator.CONTAINS || operator == Operator.NOT_CONTAINS
                ? leaf(right, operator, left, negated)
                : leaf(left, operator, right, negated);
    }

    private Logic question(Node call, boolean negated, List<Statement> out) {
        Written written = Written.of(call, reading);
        Node function = Reading.part(call, "function");
        Operator method = function.type().equals("attribute")
                ? METHODS.get(reading.text(Reading.part(function, "attribute")))
                : null;
        String name = reading.text(function);
        int expected = method != null || name.equals(Dialect.IS_TODAY) ? 1 : 2;
        if (written.positional().size() != expected || !written.named().isEmpty()) {
            reading.error(
                    call,
                    Nearest.excerpt(name) + " takes " + expected + (expected == 1 ? " value." : " values."),
                    "Write exactly these.");
            return new Leaf(new Comparison(Reading.UNKNOWN, Operator.HAS_VALUE, null, null), false);
        }
        if (method != null) {
            return affix(function, method, written.positional().getFirst(), negated, out);
        }
        Value left = expressions.value(written.positional().getFirst(), out);
        return name.equals(Dialect.IS_TODAY)
                ? leaf(left, Operator.IS_TODAY, null, negated)
                : leaf(
                        left,
                        period(name),
                        expressions.value(written.positional().get(1), out),
                        negated);
    }

    private static Operator period(String name) {
        return name.equals(Dialect.IN_NEXT) ? Operator.IN_NEXT : Operator.IN_LAST;
    }

    /** {@code x.startswith("a")}, or with a tuple of which any may hold. */
    private Logic affix(Node function, Operator operator, Node argument, boolean negated, List<Statement> out) {
        Value receiver = expressions.value(Reading.part(function, "object"), out);
        Value affix = expressions.value(argument, out);
        if (!argument.type().equals("tuple") || !(affix instanceof Value.ListOf(var items)) || items.isEmpty()) {
            return leaf(receiver, operator, affix, negated);
        }
        List<Logic> parts = items.stream()
                .map(item -> leaf(receiver, operator, item, negated))
                .toList();
        return parts.size() == 1 ? parts.getFirst() : new Several(negated, parts);
    }
}
