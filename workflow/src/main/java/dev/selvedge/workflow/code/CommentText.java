package dev.selvedge.workflow.code;

/** Text of a comment, which stands on lines of its own after {@code #}. */
final class CommentText {
    private CommentText() {}

    /** Whether lines of comments can hold the text exactly. */
    static boolean onLines(String text) {
        return text.codePoints().noneMatch(c -> c != '\n' && c != '\t' && PythonText.escaped(c));
    }

    /** The text without what lines of comments cannot hold. */
    static String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(c != '\n' && c != '\t' && PythonText.escaped(c) ? ' ' : c));
        return out.toString().strip();
    }
}
