package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;

/** What the tokens of an action's parameters stand for at its place. */
interface Scope {
    /**
     * The variable of an action's output.
     *
     * @param shownName what the token calls it, empty where it says nothing
     */
    Value.Source output(String uuid, String shownName);

    /** A named variable, or a loop's item or index by its name in files. */
    Value.Source variable(String name);

    /** What the action itself is given: the output before it in files that pass it silently, else the workflow's input. */
    Value actionInput();

    void warn(String what);
}
