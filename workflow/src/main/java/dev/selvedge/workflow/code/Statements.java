package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Statement.Assign;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements and blocks of them. */
final class Statements {
    private static final Map<String, String> OUTSIDE = Map.ofEntries(
            Map.entry(
                    "function_definition",
                    "Functions cannot be defined.|Write their statements where they are called."),
            Map.entry(
                    "decorated_definition",
                    "Functions cannot be defined.|Write their statements where they are called."),
            Map.entry("class_definition", "Classes cannot be defined.|Use a dictionary."),
            Map.entry("while_statement", "There is no while.|Write for _ in range(n): or for item in items:."),
            Map.entry("try_statement", "There is no try.|Leave it out; ask with an if whether there is a value."),
            Map.entry("with_statement", "There is no with.|Call the action for the file."),
            Map.entry("return_statement", "There is no return.|To stop, call the action that stops a workflow."),
            Map.entry("break_statement", "There is no break.|Put the rest of the loop's body into an if."),
            Map.entry("continue_statement", "There is no continue.|Put the rest of the loop's body into an if."),
            Map.entry("raise_statement", "There is no raise.|Show a message and stop."),
            Map.entry("assert_statement", "There is no assert.|Write an if."),
            Map.entry("delete_statement", "There is no del.|Leave it out."),
            Map.entry("global_statement", "There is no global.|Leave it out; all names are known everywhere."),
            Map.entry("nonlocal_statement", "There is no nonlocal.|Leave it out; all names are known everywhere."),
            Map.entry("exec_statement", "Code cannot be run from text.|Write it as statements."),
            Map.entry("print_statement", "print is a function.|Write print(x)."),
            Map.entry("type_alias_statement", "There are no type aliases.|Leave it out."));
    private static final Set<String> IMPORTS =
            Set.of("import_statement", "import_from_statement", "future_import_statement");

    private final Reading reading;
    private final Expressions expressions;
    private final CommentLines comments;
    private final Loops loops;
    private final Menus menus;
    private final HeaderReader header;
    private final Changes changes;
    private int depth;

    Statements(Reading reading) {
        this.reading = reading;
        expressions = new Expressions(reading);
        comments = new CommentLines(reading.tree());
        loops = new Loops(reading, expressions, this);
        menus = new Menus(reading, expressions, this);
        header = new HeaderReader(reading, expressions);
        changes = new Changes(reading, expressions);
    }

    Workflow workflow() {
        List<Statement> body = new ArrayList<>();
        Node root = reading.tree().root();
        if (!root.error()) {
            statements(root, Integer.MAX_VALUE, body);
        }
        comments.downTo(Integer.MAX_VALUE, body);
        return header.workflow(body);
    }

    CommentLines comments() {
        return comments;
    }

    /**
     * The body of a compound statement.
     *
     * @param owner what the body belongs to
     * @param lineAfter the line of what comes after the body
     */
    void block(Node owner, @Nullable Node block, int lineAfter, List<Statement> out) {
        List<Node> children = block == null ? List.of() : Reading.parts(block);
        if (block == null || children.isEmpty()) {
            reading.error(
                    owner,
                    "A body is expected after this line, indented by four spaces.",
                    "Write pass for an empty one; a comment is none.");
            return;
        }
        if (depth == CodePrinter.MAX_DEPTH) {
            reading.error(owner, "Blocks are nested deeper than " + depth + " levels.", "Make the workflow flatter.");
            return;
        }
        depth++;
        statements(block, lineAfter, out);
        depth--;
        comments.endOf(children.getFirst().column(), lineAfter, out);
    }

    private void statements(Node block, int lineAfter, List<Statement> out) {
        List<Node> children = Reading.parts(block);
        for (int i = 0; i < children.size(); i++) {
            Node child = children.get(i);
            checkIndent(children, i, block);
            int next = i + 1 < children.size() ? children.get(i + 1).line() : lineAfter;
            if (block.type().equals("module") && Mains.calledLast(children, i, reading)) {
                comments.downTo(headerLine(child), out);
                reading.problems().warning(child, "The function is written out, since it is called once.", "");
                block(child, child.child("body"), next, out);
                return;
            }
            statement(child, next, out);
        }
    }

    private void checkIndent(List<Node> children, int i, Node block) {
        Node child = children.get(i);
        int expected = block.type().equals("module") ? 1 : children.getFirst().column();
        boolean newLine = i == 0 || child.line() > lastLine(children.get(i - 1));
        if (newLine && child.column() != expected && !reading.broken()) {
            reading.error(
                    child,
                    "This line is indented by " + (child.column() - 1) + " columns, its block by " + (expected - 1)
                            + ".",
                    "Indent every statement of a block alike.");
        }
    }

    private int lastLine(Node node) {
        return node.line()
                + (int) reading.text(node)
                        .stripTrailing()
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private void statement(Node node, int lineAfter, List<Statement> out) {
        switch (node.type()) {
            case "if_statement" -> choice(node, lineAfter, out);
            case "for_statement" -> loops.loop(node, lineAfter, out);
            case "match_statement" -> menus.match(node, lineAfter, out);
            default -> {
                comments.downTo(lastLine(node), out);
                if (!reading.broken() || whole(node)) {
                    simple(node, out);
                }
            }
        }
    }

    private static boolean whole(Node node) {
        return !node.error() && !node.missing() && node.children().stream().allMatch(Statements::whole);
    }

    private void simple(Node node, List<Statement> out) {
        switch (node.type()) {
            case "expression_statement" -> expression(node, out);
            case "pass_statement", "ERROR" -> {}
            default -> {
                if (IMPORTS.contains(node.type())) {
                    reading.problems().warning(node, "Nothing can be imported; the line is left out.", "Leave it out.");
                } else if (node.named()) {
                    outside(node);
                }
            }
        }
    }

    private void outside(Node node) {
        String said = OUTSIDE.getOrDefault(node.type(), "This statement is not part of the dialect.|");
        int cut = said.indexOf('|');
        reading.error(node, said.substring(0, cut), said.substring(cut + 1));
    }

    private void expression(Node node, List<Statement> out) {
        List<Node> parts = Reading.parts(node);
        if (parts.size() != 1) {
            reading.error(node, "One statement is expected here.", "Write each value in a statement of its own.");
            return;
        }
        Node expression = parts.getFirst();
        switch (expression.type()) {
            case "assignment" -> assignment(expression, out);
            case "augmented_assignment" -> augmented(expression, out);
            case "call" -> call(expression, out);
            case "string", "concatenated_string" -> docstring(expression, out);
            case "ellipsis", "ERROR" -> {}
            default -> {
                expressions.value(expression, out);
                doesNothing(node);
            }
        }
    }

    private void doesNothing(Node node) {
        if (!reading.broken()) {
            reading.problems().warning(node, "This statement does nothing.", "Give its value a name, or leave it out.");
        }
    }

    private void docstring(Node node, List<Statement> out) {
        if (expressions.value(node, out) instanceof Value.Text(String text)) {
            out.add(new Statement.Comment(text.strip()));
        }
    }

    private void assignment(Node node, List<Statement> out) {
        Node left = Reading.part(node, "left");
        Node right = node.child("right");
        if (right == null) {
            reading.error(node, "A declared name needs a value.", "Write " + reading.text(left) + " = value.");
            return;
        }
        if (right.type().equals("assignment")) {
            assignment(right, out);
            right = Reading.part(right, "left");
        } else if (right.type().equals("augmented_assignment")) {
            expressions.value(right, out);
            return;
        }
        switch (left.type()) {
            case "identifier" -> assign(left, right, out);
            case "pattern_list", "tuple_pattern", "list_pattern" -> changes.unpack(left, right, out);
            case "subscript" -> expressions.subscripts().assign(left, expressions.value(right, out), out);
            default -> {
                expressions.value(right, out);
                reading.error(
                        left,
                        "Only a name or a key can get a value, not " + Nearest.excerpt(reading.text(left)) + ".",
                        "Write name = value, one a line.");
            }
        }
    }

    private void assign(Node left, Node right, List<Statement> out) {
        String variable = reading.name(left);
        int before = out.size();
        Value value = expressions.value(right, out, variable);
        boolean done = out.size() > before && makes(out.getLast(), variable) && value.equals(Reference.to(variable));
        if (!done) {
            out.add(new Assign(variable, value));
        }
        reading.names().assign(variable, done ? made(out.getLast()) : reading.type(value), right);
    }

    private static boolean makes(Statement statement, String variable) {
        return switch (statement) {
            case Statement.Call call -> variable.equals(call.result());
            case Statement.If(var condition, var then, var otherwise) ->
                then.getLast() instanceof Assign assign && assign.variable().equals(variable);
            // A comprehension filled it.
            case Statement.ForEach each -> true;
            default -> false;
        };
    }

    /** The type of what a statement just put into its variable. */
    private ContentType made(Statement statement) {
        return switch (statement) {
            case Statement.Call call ->
                reading.catalog()
                        .byId(call.action())
                        .map(action -> action.output() == null
                                ? ContentType.ANY
                                : action.output().type())
                        .orElse(ContentType.ANY);
            case Statement.If(var condition, var then, var otherwise)
            when then.getLast() instanceof Assign(var variable, var value) -> reading.type(value);
            case Statement.ForEach each -> ContentType.LIST;
            default -> ContentType.ANY;
        };
    }

    private void augmented(Node node, List<Statement> out) {
        Node left = Reading.part(node, "left");
        Node right = Reading.part(node, "right");
        Node operator = Reading.part(node, "operator");
        boolean name = left.type().equals("identifier");
        if (!name && !left.type().equals("subscript")) {
            reading.error(left, "Only a name or a key can get a value.", "Write name = value.");
            return;
        }
        if (name && right.type().equals("list") && reading.text(operator).equals("+=")) {
            for (Value item : expressions.values(Reading.parts(right), out)) {
                changes.append(left, item, out);
            }
            return;
        }
        Value old = expressions.value(left, out);
        String target = name ? reading.name(left) : null;
        int before = out.size();
        Value sum = expressions.arithmetic().apply(operator, old, expressions.value(right, out), out, target);
        if (target == null) {
            expressions.subscripts().assign(left, sum, out);
            return;
        }
        if (out.size() == before || !makes(out.getLast(), target)) {
            out.add(new Assign(target, sum));
        }
        reading.names().assign(target, reading.type(sum), node);
    }

    private void call(Node call, List<Statement> out) {
        Node function = Reading.part(call, "function");
        String name = reading.text(function);
        if (name.equals(Dialect.WORKFLOW)) {
            header.read(call, out);
        } else if (name.equals(Dialect.MENU)) {
            menus.empty(call, out);
        } else if (name.equals(Dialect.COMMENT)) {
            comment(call, out);
        } else if (changes.changes(function)) {
            changes.method(call, function, out);
        } else {
            expressions.calls().statement(call, out);
        }
    }

    private void comment(Node call, List<Statement> out) {
        Written written = Written.of(call, reading);
        String text = written.positional().size() == 1
                ? Literals.plainText(written.positional().getFirst(), reading)
                : null;
        if (text == null) {
            reading.error(call, "comment expects a literal text.", "Write comment(\"…\").");
            return;
        }
        out.add(new Statement.Comment(text));
    }

    /** An if with its elifs and its else. */
    private void choice(Node node, int lineAfter, List<Statement> out) {
        comments.downTo(headerLine(node), out);
        choice(node, node.child("consequence"), node.children("alternative"), lineAfter, out);
    }

    private void choice(Node clause, @Nullable Node body, List<Node> alternatives, int lineAfter, List<Statement> out) {
        Conditions.Decision decision = expressions.conditions().decision(Reading.part(clause, "condition"), out);
        int next = alternatives.isEmpty() ? lineAfter : alternatives.getFirst().line();
        List<Statement> then = new ArrayList<>();
        block(clause, body, next, then);
        List<Statement> otherwise = new ArrayList<>();
        if (!alternatives.isEmpty()) {
            Node alternative = alternatives.getFirst();
            comments.downTo(headerLine(alternative), otherwise);
            if (alternative.type().equals("elif_clause")) {
                List<Node> rest = alternatives.subList(1, alternatives.size());
                choice(alternative, alternative.child("consequence"), rest, lineAfter, otherwise);
            } else {
                block(alternative, alternative.child("body"), lineAfter, otherwise);
            }
        }
        out.add(decision.choice(then, otherwise));
    }

    /** The line on which the header of a compound statement ends. */
    static int headerLine(Node node) {
        for (Node child : node.children()) {
            if (child.type().equals(":")) {
                return child.line();
            }
        }
        return node.line();
    }
}
