package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of an action as it reads in code.
 *
 * @param function the catalogue's name of the action, or its identifier where the catalogue lacks it
 * @param arguments expressions by the catalogue's names of the parameters, or by the file's key, in order
 */
public record ActionCall(String function, Map<String, String> arguments) {
    public ActionCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * The calls of a workflow in the order of its code: of an If first those of the one branch, then those of the other; of
     * a menu case by case; of a loop once. What is no call (assignments, conditions, comments) is not among them.
     *
     * @throws IllegalArgumentException if a variable is no legal Python name
     */
    public static List<ActionCall> of(Workflow workflow, Catalog catalog) {
        ValuePrinter values = new ValuePrinter(CodePrinter.assigned(workflow));
        List<ActionCall> calls = new ArrayList<>();
        for (Place place : Place.of(workflow)) {
            if (place.statement() instanceof Statement.Call call) {
                calls.add(of(call, catalog.byId(call.action()).orElse(null), values));
            }
        }
        return calls;
    }

    private static ActionCall of(Statement.Call call, Catalog.@Nullable Action action, ValuePrinter values) {
        Map<String, String> arguments = new LinkedHashMap<>();
        call.parameters().forEach((key, value) -> {
            String name = action == null
                    ? key
                    : action.byKey(key).map(Catalog.Parameter::name).orElse(key);
            arguments.put(name, values.value(value).onOneLine());
        });
        return new ActionCall(action == null ? call.action() : action.function(), arguments);
    }
}
