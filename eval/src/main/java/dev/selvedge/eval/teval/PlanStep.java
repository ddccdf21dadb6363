package dev.selvedge.eval.teval;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.code.ActionCall;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a plan.
 *
 * @param id steps are taken in the order of their ids
 * @param name of the tool
 * @param args its arguments, as text
 */
record PlanStep(long id, String name, String args) {
    static final String FINISH = "FinishAction";

    /** Actions in their order; the arguments of each are an object of expressions. */
    static List<PlanStep> of(List<ActionCall> calls) {
        List<PlanStep> steps = new ArrayList<>();
        for (ActionCall call : calls) {
            steps.add(new PlanStep(steps.size(), call.function(), Json.write(call.arguments())));
        }
        return steps;
    }

    boolean isFinish() {
        return name.equals(FINISH);
    }
}
