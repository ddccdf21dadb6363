package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import java.util.ArrayList;
import java.util.List;

/** The plan of a workflow: a numbered step for each statement, steps of a block beneath the block's step. */
final class Plan {
    private final Describer describer;
    private final List<String> lines = new ArrayList<>();

    private Plan(Catalog catalog) {
        this.describer = Describer.forPlans(catalog);
    }

    /** One step a line. */
    static String of(List<Statement> body, Catalog catalog) {
        Plan plan = new Plan(catalog);
        plan.steps(body, "");
        return String.join("\n", plan.lines);
    }

    private void steps(List<Statement> body, String prefix) {
        int number = 0;
        for (Statement statement : body) {
            if (statement instanceof Statement.Comment) {
                continue;
            }
            number++;
            String place = prefix + number + ".";
            switch (statement) {
                case Statement.If choice -> {
                    block(place, describer.describe(choice), choice.then());
                    if (!choice.otherwise().isEmpty()) {
                        number++;
                        block(prefix + number + ".", "Otherwise", choice.otherwise());
                    }
                }
                case Statement.Menu menu -> {
                    lines.add(place + " " + describer.describe(menu));
                    int item = 0;
                    for (Statement.Case each : menu.cases()) {
                        item++;
                        block(place + item + ".", describer.value(each.title()), each.body());
                    }
                }
                case Statement.Repeat repeat -> block(place, describer.describe(repeat), repeat.body());
                case Statement.ForEach loop -> block(place, describer.describe(loop), loop.body());
                case Statement.Call call -> lines.add(place + " " + describer.describe(call));
                case Statement.Assign assign -> lines.add(place + " " + describer.describe(assign));
                case Statement.Append append -> lines.add(place + " " + describer.describe(append));
                case Statement.Comment comment -> number--;
            }
        }
    }

    private void block(String place, String head, List<Statement> body) {
        lines.add(place + " " + head + ":");
        steps(body, place);
    }
}
