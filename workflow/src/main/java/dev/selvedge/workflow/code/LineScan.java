package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the lines of a broken code for quotes and brackets that do not match, colons that lack, and the like. */
final class LineScan {
    /** How much of a line is looked at. */
    private static final int LONGEST = 2_000;

    private static final Set<String> HEADERS =
            Set.of("if", "elif", "else", "for", "while", "match", "case", "def", "class", "try", "except", "with");
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z_]\\w*)\\b");
    private static final Pattern STATEMENT =
            Pattern.compile("(if|elif|else|for|while|match|case|pass)\\b.*|[A-Za-z_]\\w*( = |\\().*");
    private static final Pattern HYPHENATED = Pattern.compile("[A-Za-z_]\\w*(-\\w+)+(?= *=[^=])");
    private static final Pattern UUID =
            Pattern.compile("\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b");

    private static final Pattern LAST_OPERATOR =
            Pattern.compile("(==|!=|<=|>=|[-+*/%=<>]|\\b(?:and|or|not|in|is|if|else))\\s*$");

    private final String code;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();

    /** The logical line, with the insides of its texts blanked out, and where each of its characters stands. */
    private final StringBuilder logical = new StringBuilder();

    private final List<Integer> places = new ArrayList<>();
    private int bodyIndent = -1;
    private int header;
    private int firstLine;

    private int at;
    private int line = 1;
    private int lineStart;
    private int lineIndent;

    private record Open(char bracket, int line, int lineStart, int at, int indent) {}

    LineScan(String code, Problems problems) {
        this.code = code;
        this.problems = problems;
    }

    void scan() {
        lineIndent = indent(0);
        while (at < code.length() && !problems.full()) {
            char c = code.charAt(at);
            switch (c) {
                case '\n' -> newLine();
                case '#' -> skipTo(endOfLine());
                case '"', '\'' -> text(c);
                case '(', '[', '{' -> {
                    open.push(new Open(c, line, lineStart, at, lineIndent));
                    take(c);
                }
                case ')', ']', '}' -> close(c);
                default -> other(c);
            }
        }
        if (open.isEmpty()) {
            logicalLine();
        } else {
            unclosed(open.peekLast());
        }
    }

    private int endOfLine() {
        int end = code.indexOf('\n', at);
        return end < 0 ? code.length() : end;
    }

    private int indent(int from) {
        int end = from;
        while (end < code.length() && code.charAt(end) == ' ') {
            end++;
        }
        return end - from;
    }

    private void take(char c) {
        add(c, at);
        at++;
    }

    private void add(char c, int where) {
        if (logical.isEmpty()) {
            firstLine = line;
        }
        if (logical.length() <= LONGEST) {
            logical.append(c);
            places.add(where);
        }
    }

    private void skipTo(int end) {
        at = end;
    }

    private void error(int where, String message, String hint) {
        problems.add(Diagnostic.error(line, code.codePointCount(lineStart, where) + 1, message, hint));
    }

    private void newLine() {
        if (open.isEmpty()) {
            logicalLine();
        } else {
            add(' ', at);
        }
        at++;
        line++;
        lineStart = at;
        lineIndent = indent(at);
        if (!open.isEmpty() && endsInside()) {
            unclosed(open.peekLast());
            open.clear();
            clear();
        }
    }

    /** Whether a new statement seems to begin although a bracket is open. */
    private boolean endsInside() {
        String next = code.substring(at, Math.min(endOfLine(), at + LONGEST));
        return indent(at) <= open.peekLast().indent()
                && STATEMENT.matcher(next.strip()).matches();
    }

    private void unclosed(Open bracket) {
        problems.add(Diagnostic.error(
                bracket.line(),
                code.codePointCount(bracket.lineStart(), bracket.at()) + 1,
                "The bracket " + bracket.bracket() + " is not closed.",
                "Close it where its contents end."));
    }

    private void close(char c) {
        char opener = c == ')' ? '(' : c == ']' ? '[' : '{';
        if (open.isEmpty()) {
            error(at, "The bracket " + c + " closes nothing.", "Leave it out, or open it before.");
        } else if (open.peek().bracket() != opener) {
            Open wrong = open.pop();
            error(
                    at,
                    "The bracket " + c + " does not fit the " + wrong.bracket() + " of line " + wrong.line() + ".",
                    "Close the inner bracket first.");
        } else {
            open.pop();
        }
        take(c);
    }

    private void text(char quote) {
        boolean triple = code.startsWith(String.valueOf(quote).repeat(3), at);
        String delimiter = String.valueOf(quote).repeat(triple ? 3 : 1);
        int start = at;
        int end = at + delimiter.length();
        while (end < code.length() && !code.startsWith(delimiter, end) && (triple || code.charAt(end) != '\n')) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= code.length() || !code.startsWith(delimiter, end)) {
            error(
                    start,
                    "The text that begins with " + delimiter + " is not closed.",
                    triple
                            ? "Close it with " + delimiter + "."
                            : "Close it with " + delimiter + ", and write \\n for a new line.");
            end = Math.min(end, code.length());
        } else {
            if (formatted()) {
                new FieldScan(code, start + delimiter.length(), end, this::where, problems).scan();
            }
            end += delimiter.length();
        }
        for (int i = start; i < end; i++) {
            if (code.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        add('"', start);
        add('"', end - 1);
        at = end;
    }

    private void other(char c) {
        if ("“”„‘’".indexOf(c) >= 0) {
            error(at, "The quote " + c + " is none of Python's.", "Write \" or '.");
        } else if (c == '`') {
            error(at, "The mark ` is none of Python's.", "Write the code alone, without a fence around it.");
        } else if (c < ' ' && c != '\t' && c != '\f') {
            error(at, "The character U+%04X cannot stand in code.".formatted((int) c), "Write an escape in a text.");
        } else if (code.startsWith("&&", at) || code.startsWith("||", at)) {
            error(at, code.substring(at, at + 2) + " is no operator of Python.", c == '&' ? "Write and." : "Write or.");
            take(c);
        } else if (c == '!' && !code.startsWith("!=", at)) {
            error(at, "! is no operator of Python.", "Write not.");
        }
        take(c);
    }

    private void clear() {
        logical.setLength(0);
        places.clear();
    }

    /** Whether the quotes that begin here are those of an f-string. */
    private boolean formatted() {
        int from = logical.length();
        while (from > 0 && Character.isLetter(logical.charAt(from - 1))) {
            from--;
        }
        return logical.substring(from).matches("(?i)f|rf|fr");
    }

    /** Line and column of a place in the logical line. */
    private int[] place(int index) {
        return where(places.get(Math.min(index, places.size() - 1)));
    }

    /** Line and column of a place in the code. */
    private int[] where(int where) {
        int start = code.lastIndexOf('\n', where - 1) + 1;
        int number = 1 + (int) code.chars().limit(where).filter(c -> c == '\n').count();
        return new int[] {number, code.codePointCount(start, where) + 1};
    }

    /** A whole statement's line is over. */
    private void logicalLine() {
        String text = logical.substring(0, Math.min(logical.length(), LONGEST));
        if (!text.isBlank()) {
            int errors = problems.count();
            int first = places.get(text.length() - text.stripLeading().length());
            body(first, text);
            statement(text);
            if (problems.count() == errors) {
                new WordScan(text, this::place, problems).scan();
            }
        }
        clear();
    }

    /** Whether the line that ends with a colon has a body: the next one must stand further to the right. */
    private void body(int first, String text) {
        int indent = first - (code.lastIndexOf('\n', first - 1) + 1);
        if (bodyIndent >= 0 && indent <= bodyIndent) {
            problems.add(Diagnostic.error(
                    header,
                    bodyIndent + 1,
                    "A body is expected after this line, indented by four spaces.",
                    "Write pass for an empty one; a comment is none."));
        }
        boolean opens = logical.length() <= LONGEST && text.stripTrailing().endsWith(":");
        bodyIndent = opens ? indent : -1;
        header = firstLine;
    }

    private void statement(String text) {
        Matcher first = FIRST_WORD.matcher(text);
        String word = first.lookingAt() ? first.group(1) : "";
        boolean header = HEADERS.contains(word) && !text.matches("\\s*(match|case)\\s*[=.(\\[].*");
        boolean whole = logical.length() <= LONGEST;
        if (header && whole && !text.contains(":")) {
            error(Math.min(at, code.length()), "A colon is expected at the end of this line.", "Write " + word + " …:");
        } else if (text.matches("\\s*else\\s+if\\b.*")) {
            error(lineStart, "else if is not Python.", "Write elif.");
        } else if (Set.of("if", "elif", "while").contains(word)
                && text.matches(".*[^=<>!:]=[^=].*")
                && text.indexOf('(') < 0) {
            error(lineStart, "= gives a value and does not compare.", "Write ==.");
        }
        Matcher operator = LAST_OPERATOR.matcher(text);
        if (whole && operator.find()) {
            error(at, "A value is expected after " + operator.group(1) + ".", "Write it on the same line.");
        }
        names(text);
    }

    private void names(String text) {
        Matcher uuid = UUID.matcher(text);
        Matcher hyphenated = HYPHENATED.matcher(text);
        if (uuid.find()) {
            place(
                    uuid.start(),
                    "The identifier " + uuid.group() + " is no name.",
                    "Give the value a name of letters, as result.");
        } else if (hyphenated.find()) {
            place(
                    hyphenated.start(),
                    hyphenated.group() + " is no name of Python.",
                    "For a parameter write **{\"" + hyphenated.group() + "\": value}.");
        }
    }

    private void place(int index, String message, String hint) {
        int[] where = place(index);
        problems.add(Diagnostic.error(where[0], where[1], message, hint));
    }
}
