package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import java.util.List;

/**
 * What reading a file gave.
 *
 * @param workflow the tree
 * @param container what the file was wrapped in
 * @param problems what is wrong with the file and how it was read all the same
 * @param source the property list as it is, for whoever must give it back value for value
 */
public record Reading(Workflow workflow, Container container, List<Diagnostic> problems, PlistValue.Dict source) {
    public Reading {
        problems = List.copyOf(problems);
    }
}
