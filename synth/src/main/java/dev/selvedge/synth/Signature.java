package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.List;

/**
 * An action in one short line for a prompt: {@code change_case(text, case="UPPERCASE"|"lowercase") -> text}. Shorter
 * than {@link Catalog.Action#signature()}: long enumerations are named only, and of many parameters those that are
 * neither required nor the input are left out at the end, which an ellipsis shows.
 */
public final class Signature {
    private static final int MOST_PARAMETERS = 5;
    private static final int LONGEST_ENUMERATION = 48;

    private Signature() {}

    /** The line of an action. */
    public static String of(Catalog.Action action) {
        List<String> parts = new ArrayList<>();
        int left = 0;
        for (Catalog.Parameter parameter : action.parameters()) {
            if (parts.size() < MOST_PARAMETERS || parameter.required() || parameter.input()) {
                parts.add(parameter(parameter));
            } else {
                left++;
            }
        }
        if (left > 0) {
            parts.add("…");
        }
        Catalog.Output output = action.output();
        return action.function() + "(" + String.join(", ", parts) + ")"
                + (output == null ? "" : " -> " + output.type().label());
    }

    private static String parameter(Catalog.Parameter parameter) {
        List<String> values = parameter.values();
        int length = values.stream().mapToInt(value -> value.length() + 3).sum();
        return values.isEmpty() || length > LONGEST_ENUMERATION
                ? parameter.name()
                : parameter.name() + "=\"" + String.join("\"|\"", values) + "\"";
    }
}
