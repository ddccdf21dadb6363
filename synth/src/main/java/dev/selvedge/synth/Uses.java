package dev.selvedge.synth;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which variables are read where. */
public final class Uses {
    private Uses() {}

    /** Variables that a statement reads itself, not in the blocks within it, in order, as often as it reads them. */
    public static List<String> own(Statement statement) {
        List<String> names = new ArrayList<>();
        values(statement, value -> references(value, names));
        return names;
    }

    /** Variables that a statement reads itself or anywhere within it. */
    public static List<String> all(Statement statement) {
        List<String> names = own(statement);
        for (List<Statement> block : blocks(statement)) {
            block.forEach(inner -> names.addAll(all(inner)));
        }
        return names;
    }

    /** Whether a statement reads the variable within a text template. */
    static boolean inTemplate(Statement statement, String variable) {
        List<String> names = new ArrayList<>();
        values(statement, value -> {
            if (value instanceof Value.Template) {
                references(value, names);
            }
        });
        return names.contains(variable);
    }

    /** The blocks within a statement, in order. */
    public static List<List<Statement>> blocks(Statement statement) {
        return switch (statement) {
            case Statement.If choice -> List.of(choice.then(), choice.otherwise());
            case Statement.Menu menu ->
                menu.cases().stream().map(Statement.Case::body).toList();
            case Statement.Repeat repeat -> List.of(repeat.body());
            case Statement.ForEach loop -> List.of(loop.body());
            case Statement.Call call -> List.of();
            case Statement.Assign assign -> List.of();
            case Statement.Append append -> List.of();
            case Statement.Comment comment -> List.of();
        };
    }

    /** The variable that a statement gives a value, null without one. */
    public static @Nullable String result(Statement statement) {
        return switch (statement) {
            case Statement.Call call -> call.result();
            case Statement.Assign assign -> assign.variable();
            case Statement.Append append -> append.variable();
            case Statement.If choice -> null;
            case Statement.Menu menu -> null;
            case Statement.Repeat repeat -> null;
            case Statement.ForEach loop -> null;
            case Statement.Comment comment -> null;
        };
    }

    /** The values that a statement holds itself, not in the blocks within it, in order. */
    public static void values(Statement statement, Consumer<Value> reader) {
        switch (statement) {
            case Statement.Call call -> call.parameters().values().forEach(reader);
            case Statement.Assign assign -> reader.accept(assign.value());
            case Statement.Append append -> reader.accept(append.value());
            case Statement.If choice -> choice.condition().comparisons().forEach(each -> comparison(each, reader));
            case Statement.Menu menu -> {
                reader.accept(menu.prompt());
                menu.cases().forEach(each -> reader.accept(each.title()));
            }
            case Statement.Repeat repeat -> reader.accept(repeat.count());
            case Statement.ForEach loop -> reader.accept(loop.items());
            case Statement.Comment comment -> {}
        }
    }

    private static void comparison(Condition.Comparison comparison, Consumer<Value> reader) {
        reader.accept(comparison.left());
        if (comparison.right() != null) {
            reader.accept(comparison.right());
        }
        if (comparison.upper() != null) {
            reader.accept(comparison.upper());
        }
    }

    static void references(Value value, List<String> names) {
        switch (value) {
            case Value.Reference reference -> {
                if (reference.source() instanceof Value.Source.Variable variable) {
                    names.add(variable.name());
                }
            }
            case Value.Template template -> template.parts().forEach(part -> references(part, names));
            case Value.ListOf list -> list.items().forEach(item -> references(item, names));
            case Value.Dictionary dictionary ->
                dictionary.entries().forEach(entry -> {
                    references(entry.key(), names);
                    references(entry.value(), names);
                });
            case Value.Quantity quantity -> references(quantity.magnitude(), names);
            case Value.Struct struct -> struct.fields().values().forEach(field -> references(field, names));
            case Value.Nothing nothing -> {}
            case Value.Text text -> {}
            case Value.Num number -> {}
            case Value.Bool bool -> {}
            case Value.Moment moment -> {}
            case Value.Blob blob -> {}
        }
    }
}
