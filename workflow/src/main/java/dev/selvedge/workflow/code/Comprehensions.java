package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code [f(i) for i in x if i]}, written out: an empty list, a loop, and an append. */
final class Comprehensions {
    private final Reading reading;
    private final Expressions expressions;
    /** Names that only comprehensions give values to; they may come again. */
    private final Set<String> own = new HashSet<>();

    Comprehensions(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    Value value(Node node, List<Statement> out, @Nullable String target) {
        reading.names().loop(node);
        String list = target != null && !reading.uses(node, target)
                ? target
                : reading.names().fresh("items", ContentType.LIST);
        out.add(new Statement.Assign(list, new Value.ListOf(List.of())));
        List<Node> clauses = Reading.parts(node).stream()
                .filter(child ->
                        child.type().equals("for_in_clause") || child.type().equals("if_clause"))
                .toList();
        clause(clauses, Reading.part(node, "body"), list, out);
        return Reference.to(list);
    }

    private void clause(List<Node> clauses, Node body, String list, List<Statement> out) {
        if (clauses.isEmpty()) {
            out.add(new Statement.Append(list, expressions.value(body, out)));
            return;
        }
        Node clause = clauses.getFirst();
        List<Node> rest = clauses.subList(1, clauses.size());
        List<Statement> inner = new ArrayList<>();
        if (clause.type().equals("if_clause")) {
            Conditions.Decision decision = expressions.conditions().decision(Reading.first(clause), out);
            clause(rest, body, list, inner);
            out.add(decision.choice(inner, List.of()));
            return;
        }
        Value items = expressions.value(Reading.part(clause, "right"), out);
        String item = item(Reading.part(clause, "left"));
        clause(rest, body, list, inner);
        out.add(new Statement.ForEach(item, null, items, inner));
    }

    private String item(Node left) {
        if (!left.type().equals("identifier")) {
            reading.error(left, "One name is expected for the item.", "Write it out as statements, with a for loop.");
            return "item";
        }
        String name = reading.name(left);
        if (!own.contains(name) && reading.names().known(name)) {
            reading.error(
                    left,
                    name + " has a value outside of the brackets, which would be lost.",
                    "Use another name for the item.");
        }
        own.add(name);
        reading.names().assign(name, ContentType.ANY, left);
        return name;
    }
}
