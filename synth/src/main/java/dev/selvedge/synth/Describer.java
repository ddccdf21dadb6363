package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says what a statement does, with variables by their names, without any choice of wording. A comment is in the
 * catalogue's words and names every argument; a step of a plan is short: the action, and which results it uses.
 */
final class Describer {
    private static final int LONGEST_LITERAL = 80;

    private final Catalog catalog;
    private final boolean literals;

    private Describer(Catalog catalog, boolean literals) {
        this.catalog = catalog;
        this.literals = literals;
    }

    static Describer forComments(Catalog catalog) {
        return new Describer(catalog, true);
    }

    static Describer forPlans(Catalog catalog) {
        return new Describer(catalog, false);
    }

    /** One clause, a capital first letter and no full stop. */
    String describe(Statement statement) {
        return switch (statement) {
            case Statement.Call call -> call(call);
            case Statement.Assign assign -> assign(assign);
            case Statement.Append append ->
                "Add " + value(append.value()) + " to the " + Plain.words(append.variable());
            case Statement.If choice -> "If " + condition(choice.condition());
            case Statement.Menu menu -> menu(menu);
            case Statement.Repeat repeat -> "Repeat " + value(repeat.count()) + " times";
            case Statement.ForEach loop -> "For each " + Plain.words(loop.item()) + " of " + value(loop.items());
            case Statement.Comment comment -> comment.text();
        };
    }

    private String call(Statement.Call call) {
        return literals ? comment(call) : step(call);
    }

    private String comment(Statement.Call call) {
        Function<Catalog.Parameter, Optional<String>> wording = parameter ->
                Optional.ofNullable(call.parameters().get(parameter.key())).map(value -> argument(parameter, value));
        return catalog.byId(call.action())
                .map(action -> action.describe(wording))
                .orElseGet(() -> "Use the action " + call.action());
    }

    private String argument(Catalog.Parameter parameter, Value value) {
        if (value instanceof Value.Bool bool && parameter.name().equals("on")) {
            return bool.value() ? "on" : "off";
        }
        return value instanceof Value.Text text && !parameter.values().isEmpty() ? text.text() : value(value);
    }

    private String step(Statement.Call call) {
        String head = catalog.byId(call.action())
                .map(action -> Sentences.capitalized(Plain.words(action.function())))
                .orElse("Use " + call.action());
        List<String> used = new ArrayList<>();
        call.parameters().values().forEach(value -> references(value, used));
        return used.isEmpty() ? head : head + " with " + Plain.series(used, "and");
    }

    private void references(Value value, List<String> used) {
        switch (value) {
            case Value.Reference reference -> used.add(reference(reference));
            case Value.Template template -> template.parts().forEach(part -> references(part, used));
            case Value.ListOf list -> list.items().forEach(item -> references(item, used));
            case Value.Dictionary dictionary -> dictionary.entries().forEach(entry -> references(entry.value(), used));
            case Value.Quantity quantity -> references(quantity.magnitude(), used);
            case Value.Struct struct -> struct.fields().values().forEach(field -> references(field, used));
            case Value.Text text -> {}
            case Value.Nothing nothing -> {}
            case Value.Num number -> {}
            case Value.Bool bool -> {}
            case Value.Moment moment -> {}
            case Value.Blob blob -> {}
        }
    }

    private String assign(Statement.Assign assign) {
        String name = "the " + Plain.words(assign.variable());
        return switch (assign.value()) {
            case Value.ListOf list when list.items().isEmpty() -> "Start with no " + Plain.words(assign.variable());
            case Value.Dictionary dictionary -> "Make a dictionary" + (literals ? " of " + value(dictionary) : "");
            case Value.ListOf list -> "Make a list" + (literals ? " of " + value(list) : "");
            case Value.Reference reference -> "Get " + value(reference);
            default -> literals ? "Set " + name + " to " + value(assign.value()) : "Set " + name;
        };
    }

    private String menu(Statement.Menu menu) {
        boolean asks = literals
                && !(menu.prompt() instanceof Value.Text text && text.text().isEmpty());
        return "Let the user choose" + (asks ? " with the question " + value(menu.prompt()) : "");
    }

    String condition(Condition condition) {
        List<String> parts = new ArrayList<>();
        for (Condition.Comparison each : condition.comparisons()) {
            String text = value(each.left()) + " " + verb(each.operator());
            text += each.right() == null ? "" : " " + value(each.right());
            parts.add(each.upper() == null ? text : text + " and " + value(each.upper()));
        }
        return String.join(condition.all() ? " and " : " or ", parts);
    }

    private static String verb(Condition.Operator operator) {
        return switch (operator) {
            case LESS -> "is less than";
            case AT_MOST -> "is at most";
            case GREATER -> "is greater than";
            case AT_LEAST -> "is at least";
            case EQUALS -> "is";
            case NOT_EQUALS -> "is not";
            case BEGINS_WITH -> "begins with";
            case ENDS_WITH -> "ends with";
            case CONTAINS -> "contains";
            case NOT_CONTAINS -> "does not contain";
            case HAS_VALUE -> "has a value";
            case HAS_NO_VALUE -> "has no value";
            case IN_NEXT -> "is in the next";
            case IN_LAST -> "is in the last";
            case IS_TODAY -> "is today";
            case BETWEEN -> "is between";
        };
    }

    /** A value in words: the clipboard, "Done", 5 minutes. */
    String value(Value value) {
        return switch (value) {
            case Value.Reference reference -> reference(reference);
            case Value.Template template -> template(template);
            case Value.ListOf list ->
                Plain.series(list.items().stream().map(this::value).toList(), "and");
            case Value.Dictionary dictionary ->
                Plain.series(
                        dictionary.entries().stream()
                                .map(entry -> value(entry.key()) + " as " + value(entry.value()))
                                .toList(),
                        "and");
            case Value.Quantity quantity -> Plain.quantity(value(quantity.magnitude()), quantity.unit());
            case Value.Text text -> abbreviated(Plain.quoted(text.text()));
            case Value.Nothing nothing -> Plain.literal(value);
            case Value.Num number -> Plain.literal(value);
            case Value.Bool bool -> Plain.literal(value);
            case Value.Moment moment -> Plain.literal(value);
            case Value.Blob blob -> Plain.literal(value);
            case Value.Struct struct -> Plain.literal(value);
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= LONGEST_LITERAL ? text : text.substring(0, LONGEST_LITERAL) + "…\"";
    }

    /** The text with its references in brackets. */
    private String template(Value.Template template) {
        StringBuilder text = new StringBuilder();
        for (Value part : template.parts()) {
            if (part instanceof Value.Text literal) {
                text.append(literal.text());
            } else {
                String said = value(part);
                text.append('[')
                        .append(said.startsWith("the ") ? said.substring(4) : said)
                        .append(']');
            }
        }
        return abbreviated(Plain.quoted(text.toString()));
    }

    private String reference(Value.Reference reference) {
        String text = "the "
                + switch (reference.source()) {
                    case Value.Source.Variable variable -> Plain.words(variable.name());
                    case Value.Source.WorkflowInput input -> "input";
                    case Value.Source.CurrentDate date -> "current date";
                    case Value.Source.Ask ask -> "user's answer";
                    case Value.Source.Clipboard clipboard -> "clipboard";
                    case Value.Source.DeviceDetails details -> "device";
                    case Value.Source.Other other -> Plain.words(other.type());
                };
        for (Value.Access access : reference.accesses()) {
            text = switch (access) {
                case Value.Access.Key key -> Plain.quoted(key.key()) + " of " + text;
                case Value.Access.Property property -> "the " + property.name() + " of " + text;
                case Value.Access.Coerce coerce ->
                    text + " as " + Plain.words(coerce.type().label());
                case Value.Access.Format format -> text + " in another format";
            };
        }
        return text;
    }
}
