package dev.selvedge.model.jinja;

/** What is wrong with a template, or what it did wrong. Stays inside of this package. */
final class TemplateProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Line in the template, 0 where it is not known here. */
    final int line;

    /** @param reason what is wrong, as a part of a sentence */
    TemplateProblem(int line, String reason) {
        super(reason, null, false, false);
        this.line = line;
    }

    TemplateProblem(String reason) {
        this(0, reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
