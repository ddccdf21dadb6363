package dev.selvedge.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Something to say about code or a file, for a person or a model to read.
 *
 * @param severity whether it stops the work
 * @param line 1-based, 0 where there is no place
 * @param column 1-based, 0 where there is no place
 * @param message what was found and what was expected, a sentence
 * @param hint what to do, empty without one
 * @param topic what of the catalogue it is about, null where it is about the code itself
 */
public record Diagnostic(
        Severity severity,
        int line,
        int column,
        String message,
        String hint,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Topic topic) {
    /** Whether it stops the work. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** What of the catalogue a finding is about. */
    public enum Topic {
        /** An action that the catalogue lacks. */
        @JsonProperty("action")
        ACTION,
        /** A parameter that an action lacks, or needs, or whose value it does not take. */
        @JsonProperty("parameter")
        PARAMETER
    }

    public static Diagnostic error(int line, int column, String message, String hint) {
        return new Diagnostic(Severity.ERROR, line, column, message, hint, null);
    }

    public static Diagnostic warning(int line, int column, String message, String hint) {
        return new Diagnostic(Severity.WARNING, line, column, message, hint, null);
    }

    /** The same finding, as one about the catalogue. */
    public Diagnostic about(Topic of) {
        return new Diagnostic(severity, line, column, message, hint, of);
    }

    @Override
    public String toString() {
        String place = line > 0 ? line + ":" + column + ": " : "";
        return place + (severity == Severity.WARNING ? "warning: " : "") + message + (hint.isEmpty() ? "" : " " + hint);
    }
}
