package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.python.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For loops. The tree counts from 1; a loop that counts from elsewhere, as {@code range(n)} does from 0, gets its index by
 * a sum at the start of the body, if it uses it.
 */
final class Loops {
    private static final String HINT = "Write for _ in range(n):, for i in range(1, n + 1): or for item in items:.";

    private final Reading reading;
    private final Expressions expressions;
    private final Statements statements;

    Loops(Reading reading, Expressions expressions, Statements statements) {
        this.reading = reading;
        this.expressions = expressions;
        this.statements = statements;
    }

    void loop(Node node, int lineAfter, List<Statement> out) {
        statements.comments().downTo(Statements.headerLine(node), out);
        reading.names().loop(node);
        Node alternative = node.child("alternative");
        if (alternative != null) {
            reading.error(alternative, "A loop has no else.", "Write its statements after the loop.");
        }
        Node left = Reading.part(node, "left");
        Node right = Reading.part(node, "right");
        String function = right.type().equals("call") ? reading.text(Reading.part(right, "function")) : "";
        List<Node> targets = left.type().endsWith("_pattern") || left.type().equals("pattern_list")
                ? Reading.parts(left)
                : List.of(left);
        if (!targets.stream().allMatch(target -> target.type().equals("identifier")) || targets.isEmpty()) {
            reading.error(left, "A name is expected for the item of the loop.", HINT);
            statements.block(node, node.child("body"), lineAfter, new ArrayList<>());
        } else if (function.equals(Dialect.RANGE)) {
            repeat(node, targets, right, lineAfter, out);
        } else if (function.equals(Dialect.ENUMERATE)) {
            enumerate(node, targets, right, lineAfter, out);
        } else if (targets.size() == 2 && function.endsWith(".items")) {
            entries(node, targets, right, lineAfter, out);
        } else {
            each(node, targets, right, lineAfter, out);
        }
    }

    /** {@code for key, value in x.items()}: over the keys, with a look-up at the start of the body. */
    private void entries(Node node, List<Node> targets, Node right, int lineAfter, List<Statement> out) {
        Written.of(right, reading).only(0, List.of(), reading);
        Node object = Reading.part(Reading.part(right, "function"), "object");
        Value dictionary = reading.reference(expressions.value(object, out), out);
        Value keys = expressions.subscripts().keys(dictionary, out);
        String key = assign(targets.get(0), ContentType.ANY);
        String value = assign(targets.get(1), ContentType.ANY);
        List<Statement> lookUp = new ArrayList<>();
        expressions.subscripts().dynamic(dictionary, Reference.to(key), lookUp, value);
        out.add(new Statement.ForEach(key, null, keys, body(node, lineAfter, lookUp)));
    }

    private void each(Node node, List<Node> targets, Node right, int lineAfter, List<Statement> out) {
        if (targets.size() != 1) {
            reading.error(
                    targets.getFirst(),
                    "One name is expected for the item.",
                    "With an index: for i, item in enumerate(items, start=1):.");
        }
        Value items = expressions.value(right, out);
        String item = assign(targets.getFirst(), ContentType.ANY);
        out.add(new Statement.ForEach(item, null, items, body(node, lineAfter, List.of())));
    }

    private String assign(Node target, ContentType type) {
        String name = reading.name(target);
        reading.names().assign(name, type, target);
        return name;
    }

    private List<Statement> body(Node node, int lineAfter, List<Statement> first) {
        List<Statement> body = new ArrayList<>(first);
        statements.block(node, node.child("body"), lineAfter, body);
        return body;
    }

    private void enumerate(Node node, List<Node> targets, Node right, int lineAfter, List<Statement> out) {
        Written written = Written.of(right, reading);
        written.only(2, List.of("start"), reading);
        if (targets.size() != 2 || written.positional().isEmpty()) {
            reading.error(
                    right, "enumerate gives an index and an item.", "Write for i, item in enumerate(items, start=1):.");
            body(node, lineAfter, List.of());
            return;
        }
        Value items = expressions.value(written.positional().getFirst(), out);
        Node start = written.argument(1, "start");
        Value first = start == null ? Num.of(0) : expressions.value(start, out);
        String index = assign(targets.get(0), ContentType.NUMBER);
        String item = assign(targets.get(1), ContentType.ANY);
        Counting counting = counting(node, targets.get(0), index, first);
        out.add(new Statement.ForEach(item, counting.index, items, body(node, lineAfter, counting.first)));
    }

    /**
     * How the body gets its index.
     *
     * @param index of the tree's loop, null where none is needed
     * @param first statements at the start of the body
     */
    private record Counting(@Nullable String index, List<Statement> first) {}

    private Counting counting(Node node, Node target, String index, Value first) {
        Node body = node.child("body");
        if (index.equals("_") || body == null) {
            return new Counting(null, List.of());
        }
        if (first instanceof Num(var number) && number.compareTo(BigDecimal.ONE) == 0) {
            return new Counting(index, List.of());
        }
        if (!reading.uses(body, index)) {
            return new Counting(null, List.of());
        }
        String counter = reading.names().fresh("index", ContentType.NUMBER);
        List<Statement> sum = new ArrayList<>();
        Value value = first instanceof Num(var number)
                ? difference(counter, number.subtract(BigDecimal.ONE), sum, index)
                : expressions
                        .arithmetic()
                        .maths(
                                expressions.arithmetic().maths(Reference.to(counter), "+", first, sum, null),
                                "-",
                                Num.of(1),
                                sum,
                                index);
        reading.names().assign(index, reading.type(value), target);
        return new Counting(counter, sum);
    }

    private Value difference(String counter, BigDecimal more, List<Statement> out, String index) {
        boolean less = more.signum() < 0;
        return expressions.arithmetic().maths(Reference.to(counter), less ? "-" : "+", new Num(more.abs()), out, index);
    }

    private void repeat(Node node, List<Node> targets, Node right, int lineAfter, List<Statement> out) {
        Written written = Written.of(right, reading);
        written.only(2, List.of(), reading);
        int arguments = written.positional().size();
        if (targets.size() != 1 || arguments == 0 || arguments > 2) {
            reading.error(right, "This range cannot be counted.", HINT);
            body(node, lineAfter, List.of());
            return;
        }
        Node last = written.positional().getLast();
        Value first = arguments == 1
                ? Num.of(0)
                : expressions.value(written.positional().getFirst(), out);
        Value count = arguments == 1 ? expressions.value(last, out) : count(last, first, out);
        String index = assign(targets.getFirst(), ContentType.NUMBER);
        Counting counting = counting(node, targets.getFirst(), index, first);
        out.add(new Statement.Repeat(counting.index, count, body(node, lineAfter, counting.first)));
    }

    /** How many numbers there are from the first to before the end. */
    private Value count(Node end, Value first, List<Statement> out) {
        Value one = Num.of(1);
        if (first.equals(one) && end.type().equals("binary_operator")) {
            Node operator = Reading.part(end, "operator");
            Node right = Reading.part(end, "right");
            if (reading.text(operator).equals("+") && reading.text(right).equals("1")) {
                return expressions.value(Reading.part(end, "left"), out);
            }
        }
        Value last = expressions.value(end, out);
        if (first instanceof Num(var a) && last instanceof Num(var b)) {
            return new Num(b.subtract(a).max(BigDecimal.ZERO));
        }
        return first instanceof Num(var a) && a.signum() == 0
                ? last
                : expressions.arithmetic().maths(last, "-", first, out, null);
    }
}
