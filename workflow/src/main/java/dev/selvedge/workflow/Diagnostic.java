package dev.selvedge.workflow;

/**
 * Something to say about code or a file, for a person or a model to read.
 *
 * @param severity whether it stops the work
 * @param line 1-based, 0 where there is no place
 * @param column 1-based, 0 where there is no place
 * @param message what was found and what was expected, a sentence
 * @param hint what to do, empty without one
 */
public record Diagnostic(Severity severity, int line, int column, String message, String hint) {
    /** Whether it stops the work. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Diagnostic error(int line, int column, String message, String hint) {
        return new Diagnostic(Severity.ERROR, line, column, message, hint);
    }

    public static Diagnostic warning(int line, int column, String message, String hint) {
        return new Diagnostic(Severity.WARNING, line, column, message, hint);
    }

    @Override
    public String toString() {
        String place = line > 0 ? line + ":" + column + ": " : "";
        return place + (severity == Severity.WARNING ? "warning: " : "") + message + (hint.isEmpty() ? "" : " " + hint);
    }
}
