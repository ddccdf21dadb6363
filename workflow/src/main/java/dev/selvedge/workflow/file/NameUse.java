package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a tree gives its names values and where it reads them, and a digest of what it says. */
final class NameUse {
    private final Map<String, List<Statement>> definitions = new HashMap<>();
    private final Set<String> referenced = new HashSet<>();
    /** Names that loops bind; those that are used as more than a loop's own names are copied into variables. */
    private final Set<String> bound = new HashSet<>();

    private final Set<String> copied = new HashSet<>();
    private final List<String> inScope = new ArrayList<>();
    private boolean readsInput;
    private long digest;

    NameUse(List<Statement> body) {
        body(body);
        for (String name : bound) {
            if (definitions.containsKey(name)) {
                copied.add(name);
            }
        }
    }

    /** The statements that give a name a value, in the order of the code. */
    List<Statement> definitions(String name) {
        return definitions.getOrDefault(name, List.of());
    }

    boolean referenced(String name) {
        return referenced.contains(name);
    }

    /** Whether a loop's name must also be a variable: it is assigned, or read outside of its loop. */
    boolean copied(String name) {
        return copied.contains(name);
    }

    boolean readsInput() {
        return readsInput;
    }

    /** The same for equal trees on every run; built on {@link String#hashCode}, which is specified. */
    long digest() {
        return digest;
    }

    private void mix(String text) {
        digest = Uuids.mix(digest + text.hashCode());
    }

    private void body(List<Statement> body) {
        for (Statement statement : body) {
            statement(statement);
        }
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Comment(String text) -> mix(text);
            case Statement.Call(String action, var parameters, @Nullable String result) -> {
                mix(action);
                fields(parameters);
                if (result != null) {
                    define(result, statement);
                }
            }
            case Statement.Assign(String variable, Value value) -> {
                value(value);
                define(variable, statement);
            }
            case Statement.Append(String variable, Value value) -> {
                value(value);
                define(variable, statement);
            }
            case Statement.If(var condition, var then, var otherwise) -> {
                for (Comparison comparison : condition.comparisons()) {
                    mix(comparison.operator().name());
                    value(comparison.left());
                    value(comparison.right());
                    value(comparison.upper());
                }
                body(then);
                mix("else");
                body(otherwise);
            }
            case Statement.Menu(Value prompt, var cases) -> {
                value(prompt);
                for (Statement.Case item : cases) {
                    value(item.title());
                    body(item.body());
                }
            }
            case Statement.Repeat(@Nullable String index, Value count, var body) -> {
                value(count);
                loop(null, index, body);
            }
            case Statement.ForEach(String item, @Nullable String index, Value items, var body) -> {
                value(items);
                loop(item, index, body);
            }
        }
    }

    private void loop(@Nullable String item, @Nullable String index, List<Statement> body) {
        int outer = inScope.size();
        for (String name : Arrays.asList(item, index)) {
            if (name != null) {
                if (inScope.contains(name)) {
                    copied.add(name);
                }
                bound.add(name);
                inScope.add(name);
                mix(name);
            }
        }
        body(body);
        inScope.subList(outer, inScope.size()).clear();
        mix("end");
    }

    private void define(String name, Statement statement) {
        mix(name);
        definitions.computeIfAbsent(name, any -> new ArrayList<>(1)).add(statement);
    }

    private void fields(Map<String, Value> fields) {
        fields.forEach((key, value) -> {
            mix(key);
            value(value);
        });
    }

    private void value(@Nullable Value value) {
        switch (value) {
            case null -> mix("");
            case Value.Nothing() -> mix("None");
            case Value.Text(String text) -> mix(text);
            case Value.Template(var parts) -> parts.forEach(this::value);
            case Value.Num(var number) -> mix(number.toString());
            case Value.Bool(boolean bool) -> mix(Boolean.toString(bool));
            case Value.Moment(var instant) -> mix(instant.toString());
            case Value.Blob blob -> mix(blob.name());
            case Value.ListOf(var items) -> items.forEach(this::value);
            case Value.Dictionary(var entries) ->
                entries.forEach(entry -> {
                    value(entry.key());
                    value(entry.value());
                });
            case Value.Quantity(Value magnitude, String unit) -> {
                value(magnitude);
                mix(unit);
            }
            case Value.Struct(String kind, var fields) -> {
                mix(kind);
                fields(fields);
            }
            case Reference(Source source, var accesses) -> {
                source(source);
                accesses.forEach(this::access);
            }
        }
    }

    private void source(Source source) {
        switch (source) {
            case Source.Variable(String name) -> {
                mix(name);
                referenced.add(name);
                if (bound.contains(name) && !inScope.contains(name)) {
                    copied.add(name);
                }
            }
            case Source.WorkflowInput() -> {
                mix("input");
                readsInput = true;
            }
            case Source.CurrentDate() -> mix("date");
            case Source.Clipboard() -> mix("clipboard");
            case Source.DeviceDetails() -> mix("device");
            case Source.Ask(String prompt) -> mix(prompt);
            case Source.Other(String type, var fields) -> {
                mix(type);
                fields(fields);
            }
        }
    }

    private void access(Access access) {
        switch (access) {
            case Access.Key(String key) -> mix(key);
            case Access.Coerce(var type, String contentClass) -> mix(contentClass);
            case Access.Property(String name, var details) -> {
                mix(name);
                fields(details);
            }
            case Access.Format(String kind, var settings) -> {
                mix(kind);
                fields(settings);
            }
        }
    }
}
