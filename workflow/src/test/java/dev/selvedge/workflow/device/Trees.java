package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to write trees and to run them. */
final class Trees {
    static final Device DEVICE = new Device(Catalog.bundled(), Limits.STANDARD);

    private Trees() {}

    /** A value of plain Java: text, number, truth value, list, map; a value stays as it is. */
    static Value v(Object plain) {
        return switch (plain) {
            case Value value -> value;
            case String text -> new Value.Text(text);
            case Integer number -> Value.Num.of(number);
            case Double number -> new Value.Num(BigDecimal.valueOf(number));
            case Boolean bool -> new Value.Bool(bool);
            case Instant instant -> new Value.Moment(instant);
            case List<?> list -> new Value.ListOf(list.stream().map(Trees::v).toList());
            case Map<?, ?> map ->
                new Value.Dictionary(map.entrySet().stream()
                        .map(e -> new Value.Entry(v(e.getKey()), v(e.getValue())))
                        .toList());
            default -> throw new IllegalArgumentException(plain.getClass().getName());
        };
    }

    static Value ref(String variable, Value.Access... accesses) {
        return new Value.Reference(new Value.Source.Variable(variable), List.of(accesses));
    }

    static Value template(Object... parts) {
        List<Value> values = new ArrayList<>();
        for (Object part : parts) {
            values.add(v(part));
        }
        return new Value.Template(values);
    }

    static Value.Access key(String key) {
        return new Value.Access.Key(key);
    }

    static Value.Access property(String name) {
        return new Value.Access.Property(name, Map.of());
    }

    static Statement call(String action, Object... keysAndValues) {
        return get(null, action, keysAndValues);
    }

    static Statement get(@Nullable String result, String action, Object... keysAndValues) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            parameters.put((String) keysAndValues[i], v(keysAndValues[i + 1]));
        }
        return new Statement.Call(id(action), parameters, result);
    }

    /** The identifier of an action: the name is a built-in one's last part, or a whole identifier. */
    static String id(String action) {
        boolean whole = action.indexOf('.') > 0
                && Catalog.bundled().byId("is.workflow.actions." + action).isEmpty()
                && (Catalog.bundled().byId(action).isPresent() || action.startsWith("com."));
        return whole ? action : "is.workflow.actions." + action;
    }

    static Statement set(String variable, Object value) {
        return new Statement.Assign(variable, v(value));
    }

    static Statement show(Object text) {
        return call("showresult", "Text", text);
    }

    static Statement when(
            Object left, Operator operator, @Nullable Object right, List<Statement> then, List<Statement> otherwise) {
        Value operand = right == null ? null : v(right);
        return new Statement.If(Condition.of(new Comparison(v(left), operator, operand, null)), then, otherwise);
    }

    static Statement menu(Object prompt, Map<String, List<Statement>> cases) {
        List<Statement.Case> all = new ArrayList<>();
        cases.forEach((title, body) -> all.add(new Statement.Case(v(title), body)));
        return new Statement.Menu(v(prompt), all);
    }

    static Workflow workflow(Statement... body) {
        return Workflow.of("test", List.of(body));
    }

    static Execution run(Statement... body) {
        return run(Scenario.seeded(1), body);
    }

    static Execution run(Scenario scenario, Statement... body) {
        return DEVICE.run(workflow(body), scenario);
    }

    /** What the statements show at the end, as text: the output of one action. */
    static String result(String action, Object... keysAndValues) {
        return result(Scenario.seeded(1), action, keysAndValues);
    }

    static String result(Scenario scenario, String action, Object... keysAndValues) {
        Execution execution = run(scenario, get("x", action, keysAndValues), call("output", "WFOutput", ref("x")));
        if (!execution.ending().good()) {
            return execution.ending().kind() + ": " + execution.ending().reason();
        }
        return execution.output() == null ? "" : execution.output();
    }
}
