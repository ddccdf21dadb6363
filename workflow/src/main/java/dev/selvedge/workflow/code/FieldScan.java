package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Diagnostic;
import java.util.function.IntFunction;

/** Looks into an f-string of a broken code, for braces that do not match and for what cannot stand between them. */
final class FieldScan {
    private static final String UNCLOSED_HINT =
            "Close it with }; between the braces use other quotes than those around the"
                    + " text; write {{ for a brace itself.";

    private final String code;
    private final int end;
    private final IntFunction<int[]> place;
    private final Problems problems;
    private int at;

    /**
     * @param from where the inside of the f-string begins in the code
     * @param end where it ends
     * @param place line and column of a place in the code
     */
    FieldScan(String code, int from, int end, IntFunction<int[]> place, Problems problems) {
        this.code = code;
        this.end = end;
        this.place = place;
        this.problems = problems;
        at = from;
    }

    /** Tells the first fault. */
    void scan() {
        while (at < end) {
            char c = code.charAt(at);
            boolean twice = at + 1 < end && code.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                at += 2;
            } else if (c == '}') {
                tell(at, "The brace } of the f-string closes nothing.", "Write }} for a brace itself.");
                return;
            } else if (c == '{') {
                if (!field()) {
                    return;
                }
            } else {
                at++;
            }
        }
    }

    /** Moves past a field; false where it is faulty. */
    private boolean field() {
        int open = at++;
        int depth = 0;
        char quote = 0;
        int expressionEnd = -1;
        for (; at < end; at++) {
            char c = code.charAt(at);
            if (c == '\\') {
                tell(
                        at,
                        "A backslash cannot stand between the braces of an f-string.",
                        "Give that part a name in a statement before.");
                return false;
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == '}' && depth == 0) {
                return inside(open, expressionEnd < 0 ? at : expressionEnd);
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (depth == 0 && expressionEnd < 0 && (c == ':' || (c == '!' && code.charAt(at + 1) != '='))) {
                expressionEnd = at;
            }
        }
        tell(open, "The brace { of the f-string is not closed.", UNCLOSED_HINT);
        return false;
    }

    private boolean inside(int open, int expressionEnd) {
        at++;
        String expression = code.substring(open + 1, expressionEnd);
        if (expression.isBlank()) {
            tell(open, "The braces of an f-string are empty.", "Put a name in, or double the braces.");
            return false;
        }
        String blanked = expression.replaceAll("'[^']*'|\"[^\"]*\"", "\"\"");
        return blanked.length() != expression.length()
                || !new WordScan(blanked, index -> place.apply(open + 1 + index), problems).scan();
    }

    private void tell(int where, String message, String hint) {
        int[] found = place.apply(where);
        problems.add(Diagnostic.error(found[0], found[1], message, hint));
    }
}
