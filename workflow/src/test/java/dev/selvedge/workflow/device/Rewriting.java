package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rewrites the names and values of a tree. */
final class Rewriting {
    private final UnaryOperator<String> names;
    private final Map<String, Value> inlined;
    private final Set<String> references = new LinkedHashSet<>();

    private Rewriting(UnaryOperator<String> names, Map<String, Value> inlined) {
        this.names = names;
        this.inlined = inlined;
    }

    /** Every variable under another name. */
    static Workflow renamed(Workflow workflow, UnaryOperator<String> names) {
        return new Workflow(workflow.name(), new Rewriting(names, Map.of()).body(workflow.body()), workflow.header());
    }

    /** These variables' texts in their places. */
    static List<Statement> inlined(List<Statement> body, Map<String, Value> texts) {
        return new Rewriting(UnaryOperator.identity(), texts).body(body);
    }

    /** The variables that statements mention, set or read. */
    static Set<String> mentioned(List<Statement> body) {
        Rewriting rewriting = new Rewriting(UnaryOperator.identity(), Map.of());
        rewriting.body(body);
        return rewriting.references;
    }

    private @Nullable String name(@Nullable String name) {
        if (name == null) {
            return null;
        }
        references.add(name);
        return names.apply(name);
    }

    private String always(String name) {
        references.add(name);
        return names.apply(name);
    }

    private List<Statement> body(List<Statement> body) {
        return body.stream().map(this::statement).toList();
    }

    private Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Call call -> new Statement.Call(call.action(), map(call.parameters()), name(call.result()));
            case Statement.Assign assign -> new Statement.Assign(always(assign.variable()), value(assign.value()));
            case Statement.Append append -> new Statement.Append(always(append.variable()), value(append.value()));
            case Statement.If choice ->
                new Statement.If(condition(choice.condition()), body(choice.then()), body(choice.otherwise()));
            case Statement.Menu menu ->
                new Statement.Menu(
                        value(menu.prompt()),
                        menu.cases().stream()
                                .map(each -> new Statement.Case(value(each.title()), body(each.body())))
                                .toList());
            case Statement.Repeat loop ->
                new Statement.Repeat(name(loop.index()), value(loop.count()), body(loop.body()));
            case Statement.ForEach loop ->
                new Statement.ForEach(always(loop.item()), name(loop.index()), value(loop.items()), body(loop.body()));
            case Statement.Comment comment -> comment;
        };
    }

    private Condition condition(Condition condition) {
        return new Condition(
                condition.all(),
                condition.comparisons().stream()
                        .map(c -> new Condition.Comparison(
                                value(c.left()),
                                c.operator(),
                                c.right() == null ? null : value(c.right()),
                                c.upper() == null ? null : value(c.upper())))
                        .toList());
    }

    private Map<String, Value> map(Map<String, Value> values) {
        Map<String, Value> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(key, value(value)));
        return map;
    }

    private Value value(Value value) {
        return switch (value) {
            case Value.Template template -> new Value.Template(list(template.parts()));
            case Value.ListOf list -> new Value.ListOf(list(list.items()));
            case Value.Dictionary dictionary ->
                new Value.Dictionary(dictionary.entries().stream()
                        .map(entry -> new Value.Entry(value(entry.key()), value(entry.value())))
                        .toList());
            case Value.Quantity quantity -> new Value.Quantity(value(quantity.magnitude()), quantity.unit());
            case Value.Struct struct -> new Value.Struct(struct.kind(), map(struct.fields()));
            case Value.Reference reference -> reference(reference);
            case Value.Nothing _, Value.Text _, Value.Num _, Value.Bool _, Value.Moment _, Value.Blob _ -> value;
        };
    }

    private List<Value> list(List<Value> values) {
        List<Value> list = new ArrayList<>();
        values.forEach(value -> list.add(value(value)));
        return list;
    }

    private Value reference(Value.Reference reference) {
        if (!(reference.source() instanceof Value.Source.Variable(String name))) {
            return reference;
        }
        Value text = reference.accesses().isEmpty() ? inlined.get(name) : null;
        return text == null ? new Value.Reference(new Value.Source.Variable(always(name)), reference.accesses()) : text;
    }
}
