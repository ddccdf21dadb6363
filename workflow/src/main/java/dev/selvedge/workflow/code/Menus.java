package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code match}: a menu over {@code choose_from_menu}, a chain of Ifs over anything else. */
final class Menus {
    private static final String HINT = "Write case \"Title\":, or case _ if title(f\"…\"):.";

    private final Reading reading;
    private final Expressions expressions;
    private final Statements statements;

    Menus(Reading reading, Expressions expressions, Statements statements) {
        this.reading = reading;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** A menu without cases stands as a call. */
    void empty(Node call, List<Statement> out) {
        out.add(new Statement.Menu(prompt(call, out), List.of()));
    }

    private Value prompt(Node call, List<Statement> out) {
        Written written = Written.of(call, reading);
        written.only(1, List.of("prompt"), reading);
        Node prompt = written.argument(0, "prompt");
        return prompt == null ? new Value.Text("") : expressions.value(prompt, out);
    }

    void match(Node node, int lineAfter, List<Statement> out) {
        statements.comments().downTo(Statements.headerLine(node), out);
        Node subject = Reading.part(node, "subject");
        boolean menu = subject.type().equals("call")
                && List.of(Dialect.MENU, "input").contains(reading.text(Reading.part(subject, "function")));
        Node body = node.child("body");
        List<Node> clauses = body == null ? List.of() : body.children("alternative");
        if (clauses.isEmpty()) {
            reading.error(node, "A match has at least one case.", HINT);
        }
        if (menu) {
            Value prompt = prompt(subject, out);
            List<Statement.Case> cases = new ArrayList<>();
            each(clauses, lineAfter, (clause, next) -> {
                Value title = title(clause, out);
                cases.add(new Statement.Case(title, body(clause, next)));
            });
            out.add(new Statement.Menu(prompt, cases));
        } else {
            chain(expressions.value(subject, out), clauses, lineAfter, out);
        }
    }

    private interface Clauses {
        void accept(Node clause, int lineAfter);
    }

    private static void each(List<Node> clauses, int lineAfter, Clauses consumer) {
        for (int i = 0; i < clauses.size(); i++) {
            consumer.accept(
                    clauses.get(i), i + 1 < clauses.size() ? clauses.get(i + 1).line() : lineAfter);
        }
    }

    private List<Statement> body(Node clause, int lineAfter) {
        List<Statement> body = new ArrayList<>();
        statements.comments().downTo(Statements.headerLine(clause), body);
        statements.block(clause, clause.child("consequence"), lineAfter, body);
        return body;
    }

    /** The title of a case; every case is a literal, or a wildcard with {@code title(…)} for its guard. */
    private Value title(Node clause, List<Statement> out) {
        Node guard = clause.child("guard");
        if (guard != null) {
            Node call = Reading.first(guard);
            if (call.type().equals("call")
                    && reading.text(Reading.part(call, "function")).equals(Dialect.TITLE)) {
                Written written = Written.of(call, reading);
                if (written.positional().size() == 1 && written.named().isEmpty()) {
                    return expressions.value(written.positional().getFirst(), out);
                }
            }
            return reading.error(guard, "A case of a menu has no condition but its title.", HINT);
        }
        Node pattern = literal(clause);
        if (pattern == null) {
            return reading.error(clause, "A case of a menu is one title.", HINT);
        }
        return expressions.value(pattern, out);
    }

    /** The literals of a clause, of which any may fit; none where it is something else. */
    private static List<Node> literals(Node clause) {
        Node single = literal(clause);
        if (single != null) {
            return List.of(single);
        }
        List<Node> unions = clause.children().stream()
                .filter(child -> child.type().equals("case_pattern"))
                .flatMap(pattern -> Reading.parts(pattern).stream())
                .toList();
        if (unions.size() != 1 || !unions.getFirst().type().equals("union_pattern")) {
            return List.of();
        }
        List<Node> literals = Reading.parts(unions.getFirst());
        return literals.stream().allMatch(Menus::isLiteral) ? literals : List.of();
    }

    /** The only pattern of a clause if it is a literal. */
    private static @Nullable Node literal(Node clause) {
        List<Node> patterns = clause.children().stream()
                .filter(child -> child.type().equals("case_pattern"))
                .toList();
        if (patterns.size() != 1 || Reading.parts(patterns.getFirst()).size() != 1) {
            return null;
        }
        Node pattern = Reading.parts(patterns.getFirst()).getFirst();
        return isLiteral(pattern) ? pattern : null;
    }

    private static boolean isLiteral(Node pattern) {
        return switch (pattern.type()) {
            case "string", "concatenated_string", "integer", "float", "true", "false", "none" -> true;
            default -> false;
        };
    }

    private static boolean wildcard(Node clause) {
        return clause.child("guard") == null
                && clause.children().stream()
                        .anyMatch(child -> child.type().equals("case_pattern")
                                && child.children().size() == 1
                                && child.children().getFirst().type().equals("_"));
    }

    private void chain(Value subject, List<Node> clauses, int lineAfter, List<Statement> out) {
        List<Condition> conditions = new ArrayList<>();
        List<List<Statement>> bodies = new ArrayList<>();
        each(clauses, lineAfter, (clause, next) -> {
            List<Node> patterns = literals(clause);
            boolean last = conditions.size() < bodies.size();
            if (last || clause.child("guard") != null || (patterns.isEmpty() && !wildcard(clause))) {
                reading.error(clause, "A case is a literal, several with |, or _ at the end.", "Write if and elif.");
                body(clause, next);
                return;
            }
            if (!patterns.isEmpty()) {
                conditions.add(new Condition(
                        false,
                        expressions.values(patterns, out).stream()
                                .map(value -> new Comparison(subject, Operator.EQUALS, value, null))
                                .toList()));
            }
            bodies.add(body(clause, next));
        });
        List<Statement> otherwise = bodies.size() > conditions.size() ? bodies.getLast() : List.of();
        for (int i = Math.min(conditions.size(), bodies.size()) - 1; i >= 0; i--) {
            otherwise = List.of(new Statement.If(conditions.get(i), bodies.get(i), otherwise));
        }
        out.addAll(otherwise);
    }
}
