package dev.selvedge.workflow.code;

import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;

/** What is not Python. */
final class SyntaxFaults {
    private SyntaxFaults() {}

    static void report(PythonTree tree, Problems problems) {
        for (Node fault : tree.faults()) {
            if (fault.missing()) {
                problems.error(fault, "Expected " + fault.type() + " here.", "");
            } else {
                problems.error(fault, "This is not Python: " + Nearest.excerpt(tree.text(fault)), "");
            }
        }
    }
}
