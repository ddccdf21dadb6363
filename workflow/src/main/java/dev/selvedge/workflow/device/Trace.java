package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Execution.Line;
import java.util.ArrayList;
import java.util.List;

/** Notes what runs. Pays for its own text, so that a traced execution ends where an untraced one does. */
final class Trace {
    private static final int SHOWN = 200;

    private final Coercion as;
    private final List<Line> lines = new ArrayList<>();

    Trace(Scenario scenario, Limits limits) {
        this.as = new Coercion(scenario, new Meter(limits));
    }

    void add(int depth, String statement, Item value) {
        lines.add(new Line(depth, statement, shown(value)));
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
        return lines;
    }
}
