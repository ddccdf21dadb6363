package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.file;
import static dev.selvedge.workflow.file.Plists.read;
import static dev.selvedge.workflow.file.Plists.token;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Statement.Call;
import dev.selvedge.workflow.Statement.If;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.List;
import java.util.Map;

/** Short words for what reading a file gives. */
final class Readings {
    private Readings() {}

    static final String SHOW = "is.workflow.actions.showresult";
    static final String BATTERY = "is.workflow.actions.getbatterylevel";
    static final String CONTENTS = "is.workflow.actions.getcontents";

    static List<Statement> body(int client, Dict... actions) {
        return read(file(client, actions)).workflow().body();
    }

    static Reference ref(String name, Access... accesses) {
        return new Reference(new Source.Variable(name), List.of(accesses));
    }

    static Reference input() {
        return new Reference(new Source.WorkflowInput(), List.of());
    }

    static Call show(Value value) {
        return new Call(SHOW, Map.of("Text", value), null);
    }

    static If choice(Comparison comparison, List<Statement> then, List<Statement> otherwise) {
        return new If(Condition.of(comparison), then, otherwise);
    }

    static Dict condition(String type) {
        return dict("Type", "Variable", "Variable", token(dict("Type", type)));
    }
}
