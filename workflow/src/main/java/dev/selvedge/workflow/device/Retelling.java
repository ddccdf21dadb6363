package dev.selvedge.workflow.device;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.Trajectory;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Execution.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells an execution as a conversation: the question, then each action as a tool call and its result. */
final class Retelling {
    private static final String POLICY = "workflow";
    /** The dialect's name of the menu. */
    private static final String MENU = "choose_from_menu";

    private final Catalog catalog;
    private final List<Step> steps = new ArrayList<>();
    private int calls;

    private Retelling(Catalog catalog) {
        this.catalog = catalog;
    }

    static Trajectory of(Execution execution, String id, String question, Scenario scenario, Catalog catalog) {
        Retelling retelling = new Retelling(catalog);
        retelling.steps.add(new Step(Message.user(question), "task", null));
        for (Line line : execution.trace()) {
            String action = line.kind() == Line.Kind.MENU ? MENU : line.action();
            if (action != null) {
                retelling.call(action, line);
            }
        }
        if (execution.output() != null) {
            retelling.steps.add(new Step(Message.assistant(execution.output()), POLICY, null));
        }
        String ending = ending(execution.ending().kind());
        return new Trajectory(id, id, POLICY, scenario.seed(), null, 0, retelling.steps, ending);
    }

    private void call(String action, Line line) {
        String id = "call_" + ++calls;
        Map<String, String> arguments = new LinkedHashMap<>();
        if (line.kind() == Line.Kind.MENU) {
            line.effects().forEach(effect -> arguments.putAll(effect.arguments()));
        }
        Catalog.Action known = catalog.byId(action).orElse(null);
        line.inputs().forEach((key, value) -> arguments.put(name(known, key), value));
        String tool = known == null ? action : known.function();
        ToolCall call = new ToolCall(id, tool, Json.write(arguments));
        steps.add(new Step(new Message(Role.ASSISTANT, "", null, List.of(call), null), POLICY, null));
        steps.add(new Step(new Message(Role.TOOL, line.value(), null, List.of(), id), "tool", null));
    }

    private static String name(Catalog.@Nullable Action action, String key) {
        return action == null
                ? key
                : action.byKey(key).map(Catalog.Parameter::name).orElse(key);
    }

    private static String ending(Execution.Ending.Kind kind) {
        return switch (kind) {
            case FINISHED, EXITED, CANCELLED -> "stop";
            case LIMIT, DEADLINE -> "length";
            case FAULT -> "error";
        };
    }
}
