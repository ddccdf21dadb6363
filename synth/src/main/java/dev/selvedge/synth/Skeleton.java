package dev.selvedge.synth;

import dev.selvedge.core.ContentHash;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two workflows share when they differ only in literals, names, comments and comparisons: the actions and the
 * control structure, in order. Splits are made by it.
 *
 * @param text canonical form, for people who compare two of them
 * @param actions identifiers of the actions that it calls, sorted
 * @param statements number of statements at any depth, comments aside
 */
public record Skeleton(String text, Set<String> actions, int statements) {
    public Skeleton {
        actions = java.util.Collections.unmodifiableSet(new TreeSet<>(actions));
    }

    public static Skeleton of(Workflow workflow) {
        Builder builder = new Builder();
        builder.block(workflow.body());
        return new Skeleton(builder.text.toString(), builder.actions, builder.statements);
    }

    /** 16 hexadecimal digits that stand for the text. */
    public String hash() {
        return ContentHash.of(text).hex().substring(0, 16);
    }

    private static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final Set<String> actions = new TreeSet<>();
        private int statements;

        void block(List<Statement> body) {
            text.append('{');
            for (Statement statement : body) {
                statement(statement);
            }
            text.append('}');
        }

        void statement(Statement statement) {
            statements++;
            switch (statement) {
                case Statement.Call call -> {
                    actions.add(call.action());
                    text.append(call.action()).append(';');
                }
                case Statement.Assign assign ->
                    text.append("set ").append(kind(assign.value())).append(';');
                case Statement.Append append -> text.append("append;");
                case Statement.If choice -> {
                    text.append("if");
                    block(choice.then());
                    block(choice.otherwise());
                }
                case Statement.Menu menu -> {
                    text.append("menu");
                    menu.cases().forEach(each -> block(each.body()));
                    text.append(';');
                }
                case Statement.Repeat repeat -> {
                    text.append("repeat");
                    block(repeat.body());
                }
                case Statement.ForEach loop -> {
                    text.append("each");
                    block(loop.body());
                }
                case Statement.Comment comment -> statements--;
            }
        }

        private static String kind(Value value) {
            return switch (value) {
                case Value.Dictionary dictionary -> "dictionary";
                case Value.ListOf list -> "list";
                case Value.Reference reference -> reference.accesses().isEmpty() ? "reference" : "access";
                case Value.Text text -> "text";
                case Value.Template template -> "text";
                case Value.Nothing nothing -> "nothing";
                case Value.Num number -> "number";
                case Value.Bool bool -> "boolean";
                case Value.Moment moment -> "moment";
                case Value.Blob blob -> "blob";
                case Value.Quantity quantity -> "quantity";
                case Value.Struct struct -> "structure";
            };
        }
    }
}
