package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.util.List;
import java.util.Map;

/**
 * Says what is not Python. The syntax tree knows that a text is broken, but often not where; the lines are looked at first,
 * for what is most often wrong in them.
 */
final class SyntaxFaults {
    private static final int MOST = 20;
    private static final Map<String, String> EXPECTED = Map.of(
            "identifier", "A name",
            "_dedent", "The end of an indented block",
            "_indent", "An indented block",
            "_newline", "The end of the line",
            "string_end", "The closing quote");

    private SyntaxFaults() {}

    static void report(String code, PythonTree tree, Problems problems) {
        nul(code, problems);
        List<Node> faults = tree.faults();
        if (faults.isEmpty()) {
            return;
        }
        inLines(code, problems);
        if (!problems.hasErrors()) {
            faults.stream().limit(MOST).forEach(fault -> report(fault, tree, problems));
        }
    }

    /** Says what is wrong in the lines, where there may be no syntax tree. */
    static void inLines(String code, Problems problems) {
        new LineScan(code, problems).scan();
    }

    /** No Python reads a code with a NUL in it, wherever it stands. */
    private static void nul(String code, Problems problems) {
        int at = code.indexOf('\0');
        if (at >= 0) {
            int line = 1 + (int) code.chars().limit(at).filter(c -> c == '\n').count();
            int column = code.codePointCount(code.lastIndexOf('\n', at) + 1, at) + 1;
            problems.add(Diagnostic.error(
                    line,
                    column,
                    "The character U+0000 cannot stand in code, not even in a text or a comment.",
                    "Write \\x00 in a text, or leave it out."));
        }
    }

    private static void report(Node fault, PythonTree tree, Problems problems) {
        if (fault.missing()) {
            String type = fault.type();
            String what = EXPECTED.getOrDefault(type, Character.isLetter(type.charAt(0)) ? "A " + type : type);
            problems.error(fault, what + " is expected here.", "");
            return;
        }
        Node at = fault;
        while (!at.children().isEmpty()) {
            at = at.children().getFirst();
        }
        String text = Nearest.excerpt(tree.text(fault));
        problems.error(
                at,
                text.isEmpty() ? "The code breaks off here." : "This is not Python: " + text + ".",
                "Write one statement a line: name = function(parameter=value).");
    }
}
