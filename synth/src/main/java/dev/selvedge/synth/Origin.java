package dev.selvedge.synth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Where a workflow comes from.
 *
 * @param kind file, slice or grown
 * @param from the file's name, or the names of the seed workflows that a grown one took its structure and literals
 *     from, sorted; empty where it was grown from the built-in lists alone
 * @param shape the growth template, empty where it was not grown
 */
public record Origin(Kind kind, List<String> from, String shape) {
    public Origin {
        from = List.copyOf(from);
    }

    /** How the workflow came about. */
    public enum Kind {
        @JsonProperty("file")
        FILE,
        @JsonProperty("slice")
        SLICE,
        @JsonProperty("grown")
        GROWN
    }

    /** A part of a file's workflow. */
    public static Origin slice(String name) {
        return new Origin(Kind.SLICE, List.of(name), "");
    }

    public static Origin file(String name) {
        return new Origin(Kind.FILE, List.of(name), "");
    }
}
