package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Value;

/** What the catalogue says of a parameter's value. */
final class ParameterCheck {
    private ParameterCheck() {}

    /** Whether the value is none, or one of those that the parameter takes, or known only when the workflow runs. */
    static boolean permits(Catalog.Parameter parameter, Value value) {
        return parameter.values().isEmpty()
                || !(value instanceof Value.Text(String text))
                || parameter.values().contains(text);
    }
}
