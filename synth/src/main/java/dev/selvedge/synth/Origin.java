package dev.selvedge.synth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Where a workflow comes from.
 *
 * @param kind file, slice, grown or expanded
 * @param from the file's name, or the names of the seed workflows that a grown one took its structure and literals
 *     from, sorted; empty where it was grown from the built-in lists alone; the query that an expanded one answers
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
        GROWN,
        /** Written for a question that was asked before it. */
        @JsonProperty("expanded")
        EXPANDED
    }

    /** A part of a file's workflow. */
    public static Origin slice(String name) {
        return new Origin(Kind.SLICE, List.of(name), "");
    }

    /** A workflow that was written for an expanded query. */
    public static Origin expanded(String query) {
        return new Origin(Kind.EXPANDED, List.of(query), "");
    }

    public static Origin file(String name) {
        return new Origin(Kind.FILE, List.of(name), "");
    }
}
