package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees to it that what a file holds can stand in code, where expressions nest less deep than property lists can. */
final class Levels {
    private Levels() {}

    /** @throws WorkflowFormatException if a value has more than {@link Bounds#LEVELS} */
    static void check(List<Statement> body) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Comment comment -> {}
                case Statement.Call call -> call.parameters().values().forEach(Levels::check);
                case Statement.Assign assign -> check(assign.value());
                case Statement.Append append -> check(append.value());
                case Statement.If choice -> {
                    for (Comparison comparison : choice.condition().comparisons()) {
                        Arrays.asList(comparison.left(), comparison.right(), comparison.upper())
                                .forEach(Levels::check);
                    }
                    check(choice.then());
                    check(choice.otherwise());
                }
                case Statement.Menu menu -> {
                    check(menu.prompt());
                    for (Statement.Case item : menu.cases()) {
                        check(item.title());
                        check(item.body());
                    }
                }
                case Statement.Repeat repeat -> {
                    check(repeat.count());
                    check(repeat.body());
                }
                case Statement.ForEach each -> {
                    check(each.items());
                    check(each.body());
                }
            }
        }
    }

    static void check(@Nullable Value value) {
        if (value != null && of(value) > Bounds.LEVELS) {
            throw new WorkflowFormatException("The workflow has a value of more than " + Bounds.LEVELS
                    + " levels of lists, dictionaries and steps to a part, which is not read.");
        }
    }

    /** The levels of the expression that a value is in code. */
    private static int of(Value value) {
        return 1
                + switch (value) {
                    case Value.Template(var parts) -> most(parts);
                    case Value.ListOf(var items) -> most(items);
                    case Value.Dictionary(var entries) ->
                        Math.max(
                                most(entries.stream().map(Value.Entry::key).toList()),
                                most(entries.stream().map(Value.Entry::value).toList()));
                    case Value.Quantity(Value magnitude, String unit) -> of(magnitude);
                    case Value.Struct(String kind, var fields) -> most(fields.values());
                    case Value.Reference(var source, var accesses) -> of(source, accesses);
                    case Value.Nothing nothing -> 0;
                    case Value.Text text -> 0;
                    case Value.Num number -> 0;
                    case Value.Bool bool -> 0;
                    case Value.Moment moment -> 0;
                    case Value.Blob blob -> 0;
                };
    }

    private static int of(Value.Source source, List<Access> accesses) {
        int levels = source instanceof Value.Source.Other(String type, var fields) ? most(fields.values()) : 0;
        for (Access access : accesses) {
            int details = switch (access) {
                case Access.Property(String name, var settings) -> most(settings.values());
                case Access.Format(String kind, var settings) -> most(settings.values());
                case Access.Key key -> 0;
                case Access.Coerce coercion -> 0;
            };
            levels = 1 + Math.max(levels, details);
        }
        return levels;
    }

    private static int most(Collection<Value> values) {
        return values.stream().mapToInt(Levels::of).max().orElse(0);
    }
}
