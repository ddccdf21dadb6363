package dev.selvedge.synth.grow;

import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cheap checks of a finished draft. */
final class Tidy {
    private Tidy() {}

    /** Whether a result is named and never read. */
    static boolean wastes(List<Statement> body) {
        Set<String> read = new HashSet<>();
        body.forEach(statement -> read.addAll(Uses.all(statement)));
        List<String> made = new ArrayList<>();
        results(body, made);
        return !read.containsAll(made);
    }

    private static void results(List<Statement> body, List<String> made) {
        for (Statement statement : body) {
            String result = Uses.result(statement);
            if (result != null) {
                made.add(result);
            }
            Uses.blocks(statement).forEach(block -> results(block, made));
        }
    }

    /** Whether what is on the clipboard is put there again, which nobody notices. */
    static boolean copiesBack(List<Statement> body) {
        Set<String> copied = new HashSet<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Call call) {
                if (call.action().equals("is.workflow.actions.getclipboard") && call.result() != null) {
                    copied.add(call.result());
                } else if (call.action().equals("is.workflow.actions.setclipboard")
                        && call.parameters().get("WFInput") instanceof Value.Reference reference
                        && reference.source() instanceof Value.Source.Variable variable
                        && copied.contains(variable.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a statement directly follows its like. */
    static boolean repeats(List<Statement> body) {
        for (int i = 0; i < body.size(); i++) {
            if (i > 0 && body.get(i).equals(body.get(i - 1))) {
                return true;
            }
            if (Uses.blocks(body.get(i)).stream().anyMatch(Tidy::repeats)) {
                return true;
            }
        }
        return false;
    }
}
