package dev.selvedge.synth.grow;

import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Statement;
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
