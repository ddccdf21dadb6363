package dev.selvedge.synth.export;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row in another form.
 *
 * @param row as the form wants it
 * @param leftOut names of what the row had beside what is learned, and the form has no place for
 */
public record Exported(ObjectNode row, List<String> leftOut) {
    public Exported {
        leftOut = List.copyOf(leftOut);
    }
}
