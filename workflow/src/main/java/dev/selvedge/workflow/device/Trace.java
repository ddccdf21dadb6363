package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Execution.Effect;
import dev.selvedge.workflow.device.Execution.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes what runs, in the order in which it begins. Pays for its own text, so that a traced execution ends where an
 * untraced one does.
 */
final class Trace {
    private static final int SHOWN = 2_000;

    private final Coercion as;
    private final List<Begun> begun = new ArrayList<>();
    private final Deque<Begun> open = new ArrayDeque<>();

    /** A line that is being written. */
    private static final class Begun {
        final int depth;
        final Line.Kind kind;
        final @Nullable String action;
        final @Nullable String variable;
        final Map<String, String> inputs = new LinkedHashMap<>();
        final List<Effect> effects = new ArrayList<>();
        String value = "(ended here)";

        Begun(int depth, Line.Kind kind, @Nullable String action, @Nullable String variable) {
            this.depth = depth;
            this.kind = kind;
            this.action = action;
            this.variable = variable;
        }
    }

    Trace(Scenario scenario, Limits limits) {
        this.as = new Coercion(scenario, new Meter(limits));
    }

    void open(int depth, Line.Kind kind, @Nullable String action, @Nullable String variable) {
        Begun line = new Begun(depth, kind, action, variable);
        begun.add(line);
        open.push(line);
    }

    /** Something that the open line looks at. */
    void input(String name, Item value) {
        if (!open.isEmpty()) {
            open.element().inputs.put(name, shown(value));
        }
    }

    /** Something that the open line does. */
    void effect(Effect effect) {
        if (!open.isEmpty()) {
            open.element().effects.add(effect);
        }
    }

    void close(Item value) {
        open.pop().value = shown(value);
    }

    /** Gives up the lines that were left early: those of a workflow that stopped itself. */
    void leave(int openLines) {
        while (open.size() > openLines) {
            open.pop();
        }
    }

    int openLines() {
        return open.size();
    }

    private String shown(Item value) {
        try {
            String text = as.seen(value);
            return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " … (" + text.length() + " characters)";
        } catch (Halt _) {
            return "(too long to show)";
        }
    }

    List<Line> lines() {
        return begun.stream()
                .map(line -> new Line(
                        line.depth, line.kind, line.action, line.variable, line.inputs, line.value, line.effects))
                .toList();
    }
}
