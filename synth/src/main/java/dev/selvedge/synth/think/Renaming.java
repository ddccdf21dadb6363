package dev.selvedge.synth.think;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the variables of a workflow other names and changes nothing else. */
final class Renaming {
    private final Map<String, String> names;

    private Renaming(Map<String, String> names) {
        this.names = names;
    }

    /**
     * The workflow with other names.
     *
     * @param names new names by old ones; others stay as they are
     */
    static Workflow of(Workflow workflow, Map<String, String> names) {
        return new Workflow(workflow.name(), new Renaming(names).body(workflow.body()), workflow.header());
    }

    private String name(String old) {
        return names.getOrDefault(old, old);
    }

    private @Nullable String optional(@Nullable String old) {
        return old == null ? null : name(old);
    }

    private List<Statement> body(List<Statement> body) {
        return body.stream().map(this::statement).toList();
    }

    private Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Call(var action, var parameters, var result) ->
                new Statement.Call(action, fields(parameters), optional(result));
            case Statement.Assign(var variable, var value) -> new Statement.Assign(name(variable), value(value));
            case Statement.Append(var variable, var value) -> new Statement.Append(name(variable), value(value));
            case Statement.If(var condition, var then, var otherwise) ->
                new Statement.If(condition(condition), body(then), body(otherwise));
            case Statement.Menu(var prompt, var cases) ->
                new Statement.Menu(
                        value(prompt),
                        cases.stream()
                                .map(each -> new Statement.Case(value(each.title()), body(each.body())))
                                .toList());
            case Statement.Repeat(var index, var count, var body) ->
                new Statement.Repeat(optional(index), value(count), body(body));
            case Statement.ForEach(var item, var index, var items, var body) ->
                new Statement.ForEach(name(item), optional(index), value(items), body(body));
            case Statement.Comment comment -> comment;
        };
    }

    private Condition condition(Condition condition) {
        return new Condition(
                condition.all(),
                condition.comparisons().stream()
                        .map(each -> new Condition.Comparison(
                                value(each.left()),
                                each.operator(),
                                each.right() == null ? null : value(each.right()),
                                each.upper() == null ? null : value(each.upper())))
                        .toList());
    }

    private Map<String, Value> fields(Map<String, Value> fields) {
        Map<String, Value> renamed = new LinkedHashMap<>();
        fields.forEach((key, value) -> renamed.put(key, value(value)));
        return renamed;
    }

    private List<Value> values(List<Value> values) {
        return values.stream().map(this::value).toList();
    }

    private Value value(Value value) {
        return switch (value) {
            case Value.Template(var parts) -> new Value.Template(values(parts));
            case Value.ListOf(var items) -> new Value.ListOf(values(items));
            case Value.Dictionary(var entries) ->
                new Value.Dictionary(entries.stream()
                        .map(entry -> new Value.Entry(value(entry.key()), value(entry.value())))
                        .toList());
            case Value.Quantity(var magnitude, var unit) -> new Value.Quantity(value(magnitude), unit);
            case Value.Struct(var kind, var fields) -> new Value.Struct(kind, fields(fields));
            case Value.Reference(var source, var accesses) ->
                new Value.Reference(
                        source(source), accesses.stream().map(this::access).toList());
            case Value.Nothing nothing -> nothing;
            case Value.Text text -> text;
            case Value.Num number -> number;
            case Value.Bool bool -> bool;
            case Value.Moment moment -> moment;
            case Value.Blob blob -> blob;
        };
    }

    private Source source(Source source) {
        return switch (source) {
            case Source.Variable(var variable) -> new Source.Variable(name(variable));
            case Source.Other(var type, var fields) -> new Source.Other(type, fields(fields));
            case Source.WorkflowInput input -> input;
            case Source.CurrentDate date -> date;
            case Source.Ask ask -> ask;
            case Source.Clipboard clipboard -> clipboard;
            case Source.DeviceDetails details -> details;
        };
    }

    private Access access(Access access) {
        return switch (access) {
            case Access.Property(var name, var details) -> new Access.Property(name, fields(details));
            case Access.Format(var kind, var settings) -> new Access.Format(kind, fields(settings));
            case Access.Key key -> key;
            case Access.Coerce coerce -> coerce;
        };
    }
}
