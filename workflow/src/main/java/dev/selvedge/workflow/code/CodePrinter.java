package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes workflows as code of the dialect: syntax of Python 3.10, one statement for each statement of the tree, in the
 * order of the tree. Lines longer than {@value Layout#MAX_COLUMNS} columns are broken inside their brackets.
 */
public final class CodePrinter {
    /** CPython reads at most 100 levels of indentation. */
    static final int MAX_DEPTH = 99;

    private final Catalog catalog;
    private final Map<Integer, String> comments;
    private final ValuePrinter values;
    private final ConditionPrinter conditions;
    private final StringBuilder out = new StringBuilder();
    private int ordinal;
    private int commentColumn = -1;

    private CodePrinter(Workflow workflow, Catalog catalog, Map<Integer, String> comments) {
        this.catalog = catalog;
        this.comments = comments;
        values = new ValuePrinter(assigned(workflow));
        conditions = new ConditionPrinter(values);
    }

    /**
     * The code, every line ended by a newline; empty for an empty workflow.
     *
     * @throws IllegalArgumentException if a variable is no legal Python name or blocks are nested deeper than CPython reads
     */
    public static String print(Workflow workflow, Catalog catalog) {
        return print(workflow, catalog, Map.of());
    }

    /**
     * The code with comments woven in: each stands on lines of its own before its statement.
     *
     * @param comments by the statement's ordinal, see {@link Place}
     * @throws IllegalArgumentException as {@link #print(Workflow, Catalog)}
     */
    public static String print(Workflow workflow, Catalog catalog, Map<Integer, String> comments) {
        CodePrinter printer = new CodePrinter(workflow, catalog, comments);
        printer.header(workflow);
        printer.statements(workflow.body(), 0);
        return printer.out.toString();
    }

    /** Levels of indentation that the code of these statements has. */
    static int depth(List<Statement> body) {
        int depth = 0;
        for (Statement statement : body) {
            int own = statement instanceof Statement.Menu ? 2 : 1;
            for (List<Statement> inner : Place.bodies(statement)) {
                depth = Math.max(depth, own + depth(inner));
            }
        }
        return depth;
    }

    /** Names that a workflow gives values. */
    static Set<String> assigned(Workflow workflow) {
        Set<String> names = new HashSet<>();
        for (Place place : Place.of(workflow)) {
            switch (place.statement()) {
                case Statement.Call(var action, var parameters, var result) -> add(result, names);
                case Statement.Assign(var variable, var value) -> add(variable, names);
                case Statement.Append(var variable, var value) -> add(variable, names);
                case Statement.Repeat(var index, var count, var body) -> add(index, names);
                case Statement.ForEach(var item, var index, var items, var body) -> {
                    add(item, names);
                    add(index, names);
                }
                case Statement.If choice -> {}
                case Statement.Menu menu -> {}
                case Statement.Comment comment -> {}
            }
        }
        return names;
    }

    private static void add(@Nullable String name, Set<String> names) {
        if (name != null) {
            if (!Dialect.isName(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no legal Python name for a variable");
            }
            names.add(name);
        }
    }

    private void header(Workflow workflow) {
        Workflow.Header header = workflow.header();
        if (workflow.name().isEmpty() && header.equals(Workflow.Header.DEFAULT)) {
            return;
        }
        Arguments arguments = new Arguments(values);
        List<Layout> layouts = new ArrayList<>();
        if (!workflow.name().isEmpty()) {
            layouts.add(Layout.of(PythonText.quote(workflow.name())));
        }
        if (!header.inputTypes().isEmpty()) {
            arguments.named(HeaderCode.ACCEPTS, HeaderCode.accepts(header.inputTypes()));
        }
        if (!header.surfaces().isEmpty()) {
            arguments.named(HeaderCode.SURFACES, HeaderCode.texts(header.surfaces()));
        }
        header.settings().forEach((key, value) -> {
            if (Dialect.isName(key) && !HeaderCode.WORDS.contains(key)) {
                arguments.named(key, value);
            } else {
                arguments.raw(key, value);
            }
        });
        layouts.addAll(arguments.layouts());
        line(0, Layout.list(Dialect.WORKFLOW + "(", layouts, ")"));
    }

    private void body(List<Statement> body, int depth) {
        statements(body, depth);
        if (body.stream().allMatch(CodePrinter::onlyLines)) {
            line(depth, Layout.of("pass"));
        }
    }

    private static boolean onlyLines(Statement statement) {
        return statement instanceof Statement.Comment(String text) && CommentText.onLines(text);
    }

    private void statements(List<Statement> body, int depth) {
        for (Statement statement : body) {
            statement(statement, depth);
        }
    }

    private void statement(Statement statement, int depth) {
        generatedComment(depth);
        switch (statement) {
            case Statement.Call call -> line(depth, call(call));
            case Statement.Assign(var variable, var value) ->
                line(depth, Layout.row(Layout.of(variable + " = "), values.value(value)));
            case Statement.Append(var variable, var value) ->
                line(depth, Layout.list(variable + ".append(", List.of(values.value(value)), ")"));
            case Statement.If choice -> choice(choice, "if ", depth);
            case Statement.Menu menu -> menu(menu, depth);
            case Statement.Repeat repeat -> repeat(repeat, depth);
            case Statement.ForEach(var item, var index, var items, var body) -> {
                Layout source = values.value(items);
                header(
                        depth,
                        index == null
                                ? Layout.row(Layout.of("for " + item + " in "), source)
                                : Layout.list(
                                        "for " + index + ", " + item + " in " + Dialect.ENUMERATE + "(",
                                        List.of(source, Layout.of("start=1")),
                                        ")"));
                body(body, depth + 1);
            }
            case Statement.Comment(var text) -> comment(text, depth);
        }
    }

    private void generatedComment(int depth) {
        String text = comments.get(ordinal++);
        if (text != null) {
            commentLines(CommentText.harmless(text), depth);
        }
    }

    private void comment(String text, int depth) {
        if (CommentText.onLines(text)) {
            commentLines(text, depth);
        } else {
            line(depth, Layout.list(Dialect.COMMENT + "(", List.of(values.value(new Value.Text(text))), ")"));
        }
    }

    private Layout call(Statement.Call call) {
        String assignment = call.result() == null ? "" : call.result() + " = ";
        Catalog.Action action = Dialect.named(catalog, call.action());
        if (action == null) {
            Layout id = Layout.of(PythonText.quote(call.action()));
            return values.function(assignment + Dialect.CALL, List.of(id), call.parameters());
        }
        Arguments arguments = new Arguments(values);
        call.parameters().forEach((key, value) -> {
            Catalog.Parameter parameter = action.byKey(key).orElse(null);
            if (parameter != null && Dialect.isName(parameter.name()) && ParameterCheck.permits(parameter, value)) {
                arguments.named(parameter.name(), value);
            } else {
                arguments.raw(key, value);
            }
        });
        return Layout.list(assignment + action.function() + "(", arguments.layouts(), ")");
    }

    private void choice(Statement.If choice, String word, int depth) {
        header(depth, Layout.row(Layout.of(word), conditions.condition(choice.condition())));
        body(choice.then(), depth + 1);
        List<Statement> otherwise = choice.otherwise();
        if (otherwise.isEmpty()) {
            return;
        }
        if (otherwise.getLast() instanceof Statement.If next
                && otherwise.subList(0, otherwise.size() - 1).stream().allMatch(CodePrinter::onlyLines)) {
            statements(otherwise.subList(0, otherwise.size() - 1), depth);
            generatedComment(depth);
            choice(next, "elif ", depth);
        } else {
            header(depth, Layout.of("else"));
            body(otherwise, depth + 1);
        }
    }

    private void menu(Statement.Menu menu, int depth) {
        boolean silent = menu.prompt().equals(new Value.Text(""));
        Layout call = Layout.list(Dialect.MENU + "(", silent ? List.of() : List.of(values.value(menu.prompt())), ")");
        if (menu.cases().isEmpty()) {
            line(depth, call);
            return;
        }
        header(depth, Layout.row(Layout.of("match "), call));
        for (Statement.Case item : menu.cases()) {
            Layout title = item.title() instanceof Value.Text(String text)
                    ? Layout.of("case " + PythonText.quote(text))
                    : Layout.list("case _ if " + Dialect.TITLE + "(", List.of(values.value(item.title())), ")");
            header(depth + 1, title);
            body(item.body(), depth + 2);
        }
    }

    private void repeat(Statement.Repeat repeat, int depth) {
        List<Layout> bounds = repeat.index() == null
                ? List.of(values.value(repeat.count()))
                : List.of(Layout.of("1"), Layout.row(values.term(repeat.count()), Layout.of(" + 1")));
        String index = repeat.index() == null ? "_" : repeat.index();
        header(depth, Layout.list("for " + index + " in " + Dialect.RANGE + "(", bounds, ")"));
        body(repeat.body(), depth + 1);
    }

    private void header(int depth, Layout layout) {
        line(depth, Layout.row(layout, Layout.of(":")));
    }

    private void line(int depth, Layout layout) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("blocks are nested deeper than " + MAX_DEPTH + " levels");
        }
        Layout.Page page = new Layout.Page(out);
        int indent = depth * Layout.INDENT;
        out.repeat(' ', indent);
        layout.lay(page, indent, 0);
        out.append('\n');
        commentColumn = -1;
    }

    /** A blank line parts a comment from one before it in the same column. */
    private void commentLines(String text, int depth) {
        int indent = depth * Layout.INDENT;
        if (commentColumn == indent) {
            out.append('\n');
        }
        for (String line : text.split("\n", -1)) {
            out.repeat(' ', indent).append(line.isEmpty() ? "#" : "# " + line).append('\n');
        }
        commentColumn = indent;
    }
}
