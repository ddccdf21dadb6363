package dev.selvedge.recipes;

import dev.selvedge.core.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of a data file.
 *
 * @param line itself
 * @param heldOut whether its file is there to measure with
 */
record TextLine(Line line, boolean heldOut) {
    /** The lines of some files that are not blank, read as they are asked for; close the stream. */
    static Stream<TextLine> all(List<Path> data, List<Path> evaluation) {
        return Stream.concat(
                data.stream().flatMap(file -> Line.all(file).map(line -> new TextLine(line, false))),
                evaluation.stream().flatMap(file -> Line.all(file).map(line -> new TextLine(line, true))));
    }

    String place() {
        return line.place();
    }
}
