package dev.selvedge.cluster;

import dev.selvedge.core.Line;
import java.io.Serializable;

/**
 * An item of a stage, as it travels between machines.
 *
 * @param number from 0, in the order of the input
 * @param place where it comes from, for a person
 * @param text of the line, empty where there is a problem
 * @param problem why the line has no text, empty where it has one
 */
record Item(long number, String place, String text, String problem) implements Serializable {
    static Item of(long number, Line line) {
        String text = line.text();
        return new Item(number, line.place(), text == null ? "" : text, line.problem());
    }

    Line line() {
        return new Line(place, problem.isEmpty() ? text : null, problem);
    }
}
