package dev.selvedge.synth.think;

import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Identifier;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The variables of a workflow in the order in which they get their values, each with where its values come from. Names
 * that nothing gives a value to are not among them: they are the file's, and stay as they are.
 *
 * @param origins of the values, a few words each, by variable
 * @param read every name that the workflow reads
 */
record Variables(Map<String, Set<String>> origins, Set<String> read) {
    private static final int LONGEST_NAME = 48;
    private static final int MOST_ORIGINS = 3;
    private static final int MOST_PROBLEMS = 10;
    private static final String NEUTRAL = "variable_";
    private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern SAYS_NOTHING = Pattern.compile("(variable|var|v|x|y|z|tmp|temp|foo|bar)_?[0-9]*");

    static Variables of(Workflow workflow, Catalog catalog) {
        Variables variables = new Variables(new LinkedHashMap<>(), new HashSet<>());
        for (Place place : Place.of(workflow)) {
            Statement statement = place.statement();
            variables.read.addAll(Uses.own(statement));
            switch (statement) {
                case Statement.Call(var action, var parameters, var result) ->
                    variables.add(result, ofCall(action, catalog));
                case Statement.Assign(var variable, var value) -> variables.add(variable, ofValue(value));
                case Statement.Append(var variable, var value) ->
                    variables.add(variable, "list that gets " + ofValue(value));
                case Statement.Repeat(var index, var count, var body) -> variables.add(index, "counter of a loop");
                case Statement.ForEach(var item, var index, var items, var body) -> {
                    variables.add(item, "one of " + ofValue(items) + ", in a loop");
                    variables.add(index, "counter of a loop");
                }
                case Statement.If choice -> {}
                case Statement.Menu menu -> {}
                case Statement.Comment comment -> {}
            }
        }
        return variables;
    }

    private void add(@Nullable String name, String origin) {
        if (name != null) {
            origins.computeIfAbsent(name, fresh -> new LinkedHashSet<>()).add(origin);
        }
    }

    private static String ofCall(String id, Catalog catalog) {
        return catalog.byId(id)
                .map(action -> action.output() == null
                        ? "result of " + action.function()
                        : "\"" + action.output().name() + "\" of " + action.function())
                .orElse("result of " + id);
    }

    private static String ofValue(Value value) {
        return switch (value) {
            case Value.Text text -> "text";
            case Value.Template template -> "text";
            case Value.Num number -> "number";
            case Value.Bool bool -> "yes or no";
            case Value.Moment moment -> "date";
            case Value.ListOf list -> list.items().isEmpty() ? "empty list" : "list";
            case Value.Dictionary dictionary -> "dictionary";
            case Value.Quantity quantity -> "quantity";
            case Value.Blob blob -> "file";
            case Value.Nothing nothing -> "nothing";
            case Value.Struct struct -> "structure";
            case Value.Reference reference -> ofReference(reference);
        };
    }

    private static String ofReference(Value.Reference reference) {
        String source = switch (reference.source()) {
            case Value.Source.Variable(var name) -> name;
            case Value.Source.WorkflowInput input -> "the workflow's input";
            case Value.Source.CurrentDate date -> "current date";
            case Value.Source.Ask ask -> "answer of the user";
            case Value.Source.Clipboard clipboard -> "clipboard";
            case Value.Source.DeviceDetails details -> "device";
            case Value.Source.Other other -> "value of the file";
        };
        return reference.accesses().isEmpty() ? source : "part of " + source;
    }

    /** Names that say nothing, by the variables' names: {@code variable_1} and so on. */
    Map<String, String> neutral() {
        Map<String, String> names = new LinkedHashMap<>();
        int number = 0;
        for (String name : origins.keySet()) {
            do {
                number++;
            } while (read.contains(NEUTRAL + number) && !origins.containsKey(NEUTRAL + number));
            names.put(name, NEUTRAL + number);
        }
        return names;
    }

    /** Where the values of a variable come from, in words. */
    String origin(String name) {
        return origins.getOrDefault(name, Set.of()).stream().limit(MOST_ORIGINS).collect(Collectors.joining("; "));
    }

    /**
     * The new names that a reply gives to these variables: one for each, in snake case, meaning something, no word of
     * Python or the dialect, no function of the catalogue, each once.
     */
    Checked<Map<String, String>> named(JsonNode reply, Catalog catalog) {
        Set<String> taken = new HashSet<>(read);
        taken.removeAll(origins.keySet());
        Map<String, String> names = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Flaw first = null;
        for (String old : origins.keySet()) {
            String name = reply.path(old).isString() ? reply.path(old).stringValue() : null;
            Flaw flaw = name == null ? Flaw.INCOMPLETE : isName(name, catalog) ? null : Flaw.NO_NAME;
            if (flaw == null && name != null && !taken.add(name)) {
                flaw = Flaw.SAME_NAME;
            }
            if (flaw == null && name != null) {
                names.put(old, name);
                continue;
            }
            first = first == null ? flaw : first;
            problems.add(problem(old, name, flaw == null ? Flaw.INCOMPLETE : flaw));
        }
        for (Iterator<String> keys = reply.propertyNames().iterator(); keys.hasNext(); ) {
            String key = keys.next();
            if (!origins.containsKey(key)) {
                first = first == null ? Flaw.UNEXPECTED : first;
                problems.add("There is no variable " + shown(key) + ".");
            }
        }
        if (first == null) {
            return Checked.of(names);
        }
        return Checked.problem(first, String.join(" ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))));
    }

    /** Whether a variable may have this name as far as the others let it. */
    static boolean isName(String name, Catalog catalog) {
        return name.length() >= 2
                && name.length() <= LONGEST_NAME
                && SNAKE.matcher(name).matches()
                && !SAYS_NOTHING.matcher(name).matches()
                && !Identifier.reserved(name)
                && catalog.byFunction(name).isEmpty();
    }

    private static String problem(String old, @Nullable String name, Flaw flaw) {
        if (name == null) {
            return "There is no name for " + old + ".";
        }
        return flaw == Flaw.SAME_NAME
                ? "The name " + shown(name) + " for " + old + " is taken."
                : "The name " + shown(name) + " for " + old + " is no snake-case name of 2 to " + LONGEST_NAME
                        + " letters that says what it holds and means nothing in Python, and no function.";
    }

    private static String shown(String name) {
        return "\"" + name.substring(0, Math.min(LONGEST_NAME, name.length())) + "\"";
    }
}
