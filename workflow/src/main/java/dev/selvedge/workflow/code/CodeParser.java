package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.python.PythonTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads code of the dialect, and Python near it. Any text gets an answer: a tree, or diagnostics that say what is wrong and
 * what to write instead. The code is never run. Texts are bounded by {@link PythonTree#MAX_BYTES}, {@link
 * PythonTree#MAX_DEPTH} and the time that {@link PythonTree} takes.
 */
public final class CodeParser {
    private CodeParser() {}

    /**
     * What became of a code.
     *
     * @param workflow the tree, null where a diagnostic is an error
     * @param diagnostics in the order of the lines
     */
    public record Parsed(@Nullable Workflow workflow, List<Diagnostic> diagnostics) {
        public Parsed {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Reads a code; resources get no bytes. */
    public static Parsed parse(String code, Catalog catalog) {
        return parse(code, catalog, Map.of());
    }

    /**
     * Reads a code whose resources are at hand.
     *
     * @param resources bytes by the names that {@code resource("…")} gives
     */
    public static Parsed parse(String code, Catalog catalog, Map<String, byte[]> resources) {
        Problems problems = new Problems();
        String text = code.replace("\r\n", "\n").replace('\r', '\n');
        PythonTree tree;
        try {
            tree = PythonTree.parse(text);
        } catch (PythonTree.TooLargeException e) {
            problems.add(Diagnostic.error(e.line(), e.column(), String.valueOf(e.getMessage()), "Write less."));
            if (text.length() <= PythonTree.MAX_BYTES) {
                SyntaxFaults.inLines(text, problems);
            }
            return new Parsed(null, problems.list());
        }
        Names names = new Names(tree, catalog);
        SyntaxFaults.report(text, tree, problems);
        boolean broken = problems.hasErrors();
        Reading reading = new Reading(tree, broken, catalog, resources, problems, names);
        Workflow workflow = new Statements(reading).workflow();
        if (!broken) {
            names.check(reading);
        }
        if (CodePrinter.depth(workflow.body()) > CodePrinter.MAX_DEPTH) {
            String message = "Written out, blocks are nested deeper than " + CodePrinter.MAX_DEPTH + " levels.";
            problems.add(Diagnostic.error(0, 0, message, "Make the workflow flatter."));
        }
        return new Parsed(problems.hasErrors() ? null : workflow, problems.list());
    }
}
