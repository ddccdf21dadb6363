package dev.selvedge.eval;

import dev.selvedge.core.python.PythonSpace;
import java.util.StringJoiner;

/**
 * Takes comments and documentation strings out of Python text as the reference implementation of CodeBLEU does, oddities
 * included: a string alone at the left margin goes wherever it stands, blank lines go inside strings too, and a statement
 * joined by a backslash becomes one line. Text that cannot be cut into tokens stays as it is.
 */
final class CommentRemoval implements PythonTokens.Sink {
    private final StringBuilder out = new StringBuilder();
    private PythonTokens.Kind previous = PythonTokens.Kind.INDENT;
    private int lastLine = -1;
    private int lastColumn;

    private CommentRemoval() {}

    static String of(String source) {
        CommentRemoval removal = new CommentRemoval();
        try {
            PythonTokens.scan(source, removal);
        } catch (PythonTokens.BrokenTextException e) {
            return source;
        }
        StringJoiner kept = new StringJoiner("\n");
        for (String line : removal.out.toString().split("\n", -1)) {
            if (!PythonSpace.blank(line)) {
                kept.add(line);
            }
        }
        return kept.toString();
    }

    @Override
    public void token(PythonTokens.Kind kind, String text, int startLine, int startColumn, int endLine, int endColumn) {
        if (startLine > lastLine) {
            lastColumn = 0;
        }
        out.repeat(" ", Math.max(0, startColumn - lastColumn));
        boolean kept = switch (kind) {
            case COMMENT -> false;
            case STRING ->
                previous != PythonTokens.Kind.INDENT && previous != PythonTokens.Kind.NEWLINE && startColumn > 0;
            case INDENT, DEDENT, NEWLINE, LINE_END, OTHER -> true;
        };
        if (kept) {
            out.append(text);
        }
        previous = kind;
        lastColumn = endColumn;
        lastLine = endLine;
    }
}
