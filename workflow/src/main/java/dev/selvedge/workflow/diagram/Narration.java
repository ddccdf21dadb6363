package dev.selvedge.workflow.diagram;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.diagram.Diagram.Branch;
import dev.selvedge.workflow.diagram.Diagram.Kind;
import dev.selvedge.workflow.diagram.Diagram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells statements as steps, in the words of the catalogue. */
record Narration(Catalog catalog) {
    List<Step> steps(List<Statement> statements, int depth) {
        if (depth > Diagram.MAX_DEPTH && !statements.isEmpty()) {
            return List.of(Step.plain(Kind.NOTE, "… deeper than " + Diagram.MAX_DEPTH + " blocks"));
        }
        return statements.stream().map(statement -> step(statement, depth)).toList();
    }

    private Step step(Statement statement, int depth) {
        return switch (statement) {
            case Statement.Call call -> Step.plain(Kind.ACTION, call(call));
            case Statement.Assign(String variable, Value value) ->
                Step.plain(Kind.VALUE, variable + " = " + Wording.of(value));
            case Statement.Append(String variable, Value value) ->
                Step.plain(Kind.VALUE, "Add " + Wording.of(value) + " to " + variable);
            case Statement.If choice -> choice(choice, depth);
            case Statement.Menu(Value prompt, List<Statement.Case> cases) ->
                new Step(
                        Kind.MENU,
                        menu(prompt),
                        cases.stream()
                                .map(c -> new Branch(Wording.bare(c.title()), steps(c.body(), depth + 1)))
                                .toList());
            case Statement.Repeat(String index, Value count, List<Statement> body) ->
                loop("Repeat " + Wording.of(count) + " times", body, depth);
            case Statement.ForEach(String item, String index, Value items, List<Statement> body) ->
                loop("For each " + item + " in " + Wording.of(items), body, depth);
            case Statement.Comment(String text) -> Step.plain(Kind.NOTE, Wording.line(text));
        };
    }

    private Step loop(String text, List<Statement> body, int depth) {
        return new Step(Kind.LOOP, text, List.of(new Branch("", steps(body, depth + 1))));
    }

    private static String menu(Value prompt) {
        String text = Wording.bare(prompt);
        return text.isEmpty() ? "Choose" : text;
    }

    /** An If that has nothing but another If otherwise is one choice with a branch more. */
    private Step choice(Statement.If choice, int depth) {
        List<Branch> branches = new ArrayList<>();
        Statement.If current = choice;
        boolean chain = false;
        while (current.otherwise().size() == 1 && current.otherwise().getFirst() instanceof Statement.If next) {
            chain = true;
            branches.add(new Branch(condition(current.condition()), steps(current.then(), depth + 1)));
            current = next;
        }
        String last = condition(current.condition());
        branches.add(new Branch(chain ? last : "yes", steps(current.then(), depth + 1)));
        branches.add(new Branch(chain ? "otherwise" : "no", steps(current.otherwise(), depth + 1)));
        return new Step(Kind.CHOICE, chain ? "If" : last + "?", branches);
    }

    private static String condition(Condition condition) {
        return condition.comparisons().stream()
                .map(Narration::comparison)
                .collect(Collectors.joining(condition.all() ? " and " : " or "));
    }

    private static String comparison(Condition.Comparison comparison) {
        String left = Wording.of(comparison.left());
        String right = comparison.right() == null ? "" : Wording.of(comparison.right());
        String upper = comparison.upper() == null ? "" : Wording.of(comparison.upper());
        return switch (comparison.operator()) {
            case LESS -> left + " < " + right;
            case AT_MOST -> left + " ≤ " + right;
            case GREATER -> left + " > " + right;
            case AT_LEAST -> left + " ≥ " + right;
            case EQUALS -> left + " is " + right;
            case NOT_EQUALS -> left + " is not " + right;
            case BEGINS_WITH -> left + " begins with " + right;
            case ENDS_WITH -> left + " ends with " + right;
            case CONTAINS -> left + " contains " + right;
            case NOT_CONTAINS -> left + " does not contain " + right;
            case HAS_VALUE -> left + " has a value";
            case HAS_NO_VALUE -> left + " has no value";
            case IN_NEXT -> left + " is in the next " + right;
            case IN_LAST -> left + " is in the last " + right;
            case IS_TODAY -> left + " is today";
            case BETWEEN -> left + " is between " + right + " and " + upper;
        };
    }

    private String call(Statement.Call call) {
        String result = call.result() == null ? "" : " → " + call.result();
        return catalog.byId(call.action())
                .map(action -> action.describe(parameter -> Optional.ofNullable(
                                        call.parameters().get(parameter.key()))
                                .map(Wording::of))
                        + result)
                .orElseGet(() -> name(call.action()) + parameters(call.parameters()) + result);
    }

    private static String name(String action) {
        return action.substring(action.lastIndexOf('.') + 1);
    }

    private static String parameters(Map<String, Value> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + Wording.of(entry.getValue()))
                        .collect(Collectors.joining(", ", ": ", ""));
    }
}
