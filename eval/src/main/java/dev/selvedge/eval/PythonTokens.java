package dev.selvedge.eval;

import dev.selvedge.core.python.PythonSpace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts Python text into tokens where Python 3.11's {@code tokenize} module cuts it, on sound and on broken text. Kinds are
 * told apart only as far as {@link CommentRemoval} needs them. Lines end at a line feed; columns count UTF-16 units.
 */
final class PythonTokens {
    /** What a token is. */
    enum Kind {
        INDENT,
        DEDENT,
        /** The end of a statement. */
        NEWLINE,
        /** A line end that ends no statement. */
        LINE_END,
        COMMENT,
        STRING,
        /** Names, numbers, operators, and characters that fit nowhere. */
        OTHER
    }

    /** Receives the tokens in order. */
    interface Sink {
        /** A token from one place to another; lines are 1-based, columns 0-based. */
        void token(Kind kind, String text, int startLine, int startColumn, int endLine, int endColumn);
    }

    /** The text is not Python to the tokenizer: a bracket or a string does not end, or an indentation fits no other. */
    static final class BrokenTextException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenTextException(String message) {
            super(message);
        }
    }

    private static final Pattern NUMBER = Pattern.compile("(?:\\d(?:_?\\d)*\\.(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)"
            + "(?:[eE][-+]?\\d(?:_?\\d)*)?[jJ]?"
            + "|\\d(?:_?\\d)*(?:[eE][-+]?\\d(?:_?\\d)*[jJ]?|[jJ])"
            + "|0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?0)*|[1-9](?:_?\\d)*");
    private static final String OPERATORS = "%&()*+,-./:;<=>@[]^{|}~";
    private static final Set<String> PREFIXES = Set.of("", "b", "r", "u", "f", "br", "rb", "fr", "rf");
    private static final int TAB = 8;

    private final String text;
    private final Sink sink;
    private final Deque<Integer> indents = new ArrayDeque<>();
    private String line = "";
    private int lineNumber;
    private int brackets;
    private boolean continued;

    // A string that goes on over lines.
    private StringBuilder open = new StringBuilder();
    private String closing = "";

    /** Stays set where such a string breaks off, until one ends well: so a later string breaks off at its line, too. */
    private boolean needsBackslash;

    private int openLine;
    private int openColumn;

    private PythonTokens(String text, Sink sink) {
        this.text = text;
        this.sink = sink;
        indents.push(0);
    }

    static void scan(String text, Sink sink) throws BrokenTextException {
        new PythonTokens(text, sink).scan();
    }

    private void scan() throws BrokenTextException {
        String before = "";
        int next = 0;
        while (true) {
            before = line;
            int end = text.indexOf('\n', next);
            line = next >= text.length() ? "" : text.substring(next, end < 0 ? text.length() : end + 1);
            next += line.length();
            lineNumber++;
            int position = 0;
            if (!closing.isEmpty()) {
                position = closeString();
                if (position < 0) {
                    continue;
                }
            } else if (brackets == 0 && !continued) {
                position = indentation();
                if (position == line.length()) {
                    break;
                }
                if (startOfBlankLine(position)) {
                    continue;
                }
                position = indent(position);
            } else if (line.isEmpty()) {
                throw new BrokenTextException("a statement does not end");
            } else {
                continued = false;
            }
            tokens(position);
        }
        finish(before);
    }

    private void finish(String lastLine) {
        if (!lastLine.isEmpty()
                && "\r\n".indexOf(lastLine.charAt(lastLine.length() - 1)) < 0
                && !PythonSpace.strip(lastLine).startsWith("#")) {
            int end = lastLine.length();
            sink.token(Kind.NEWLINE, "", lineNumber - 1, end, lineNumber - 1, end + 1);
        }
        for (int i = indents.size(); i > 1; i--) {
            sink.token(Kind.DEDENT, "", lineNumber, 0, lineNumber, 0);
        }
    }

    private void emit(Kind kind, int start, int end) {
        sink.token(kind, line.substring(start, end), lineNumber, start, lineNumber, end);
    }

    /** The rest of the line after the end of the open string, -1 where it goes on or breaks off. */
    private int closeString() throws BrokenTextException {
        if (line.isEmpty()) {
            throw new BrokenTextException("a string does not end");
        }
        int end = endOfString(line, 0, closing);
        if (end < 0 && !(needsBackslash && !line.endsWith("\\\n") && !line.endsWith("\\\r\n"))) {
            open.append(line);
            return -1;
        }
        String token = open.append(line, 0, end < 0 ? line.length() : end).toString();
        Kind kind = end < 0 ? Kind.OTHER : Kind.STRING;
        sink.token(kind, token, openLine, openColumn, lineNumber, end < 0 ? line.length() : end);
        closing = "";
        needsBackslash &= end < 0;
        return end;
    }

    /** One past the closing quotes, -1 where they are not on this line. */
    private static int endOfString(String line, int from, String closing) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.startsWith(closing, i)) {
                return i + closing.length();
            }
        }
        return -1;
    }

    private int indentation() {
        int i = 0;
        while (i < line.length() && " \t\f".indexOf(line.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private boolean startOfBlankLine(int position) {
        char first = line.charAt(position);
        if (first != '#' && first != '\r' && first != '\n') {
            return false;
        }
        int end = position;
        if (first == '#') {
            end = line.length();
            while ("\r\n".indexOf(line.charAt(end - 1)) >= 0) {
                end--;
            }
            emit(Kind.COMMENT, position, end);
        }
        emit(Kind.LINE_END, end, line.length());
        return true;
    }

    private int indent(int position) throws BrokenTextException {
        int column = 0;
        for (int i = 0; i < position; i++) {
            column = switch (line.charAt(i)) {
                case '\t' -> (column / TAB + 1) * TAB;
                case '\f' -> 0;
                default -> column + 1;
            };
        }
        if (column > indents.element()) {
            indents.push(column);
            emit(Kind.INDENT, 0, position);
        }
        while (column < indents.element()) {
            if (!indents.contains(column)) {
                throw new BrokenTextException("an indentation fits no other");
            }
            indents.pop();
            emit(Kind.DEDENT, position, position);
        }
        return position;
    }

    private void tokens(int from) {
        int position = from;
        while (position >= 0 && position < line.length()) {
            int start = position;
            while (start < line.length() && " \t\f".indexOf(line.charAt(start)) >= 0) {
                start++;
            }
            if (start == line.length()) {
                return;
            }
            int end = token(start);
            if (end == start) {
                emit(Kind.OTHER, position, position + 1);
                end = position + 1;
            }
            position = end;
        }
    }

    /** Reads one token: one past its end; the start where nothing fits; -1 where a string takes the rest of the line. */
    private int token(int start) {
        char c = line.charAt(start);
        if (c == '\n' || line.startsWith("\r\n", start)) {
            emit(brackets > 0 ? Kind.LINE_END : Kind.NEWLINE, start, line.length());
            return line.length();
        }
        if (c == '\\') {
            boolean joins = line.startsWith("\n", start + 1) || line.startsWith("\r\n", start + 1);
            continued |= joins;
            return joins ? line.length() : start;
        }
        if (c == '#') {
            int end = start;
            while (end < line.length() && "\r\n".indexOf(line.charAt(end)) < 0) {
                end++;
            }
            emit(Kind.COMMENT, start, end);
            return end;
        }
        int string = string(start);
        return string != start ? string : word(start, c);
    }

    /** One past the end of a string that begins here; the start where none does; -1 where it goes on. */
    private int string(int start) {
        int quote = start;
        while (quote < line.length() && quote - start < 2 && "bBrRuUfF".indexOf(line.charAt(quote)) >= 0) {
            quote++;
        }
        if (quote == line.length()
                || "'\"".indexOf(line.charAt(quote)) < 0
                || !PREFIXES.contains(line.substring(start, quote).toLowerCase(Locale.ROOT))) {
            return start;
        }
        String mark = line.substring(quote, quote + 1);
        if (line.startsWith(mark.repeat(3), quote)) {
            int end = endOfString(line, quote + 3, mark.repeat(3));
            return end < 0 ? openString(start, mark.repeat(3), false) : emitString(start, end);
        }
        for (int i = quote + 1; i < line.length() && line.charAt(i) != '\n'; i++) {
            if (line.startsWith(mark, i)) {
                return emitString(start, i + 1);
            }
            if (line.charAt(i) == '\\') {
                i++;
                if (line.startsWith("\n", i) || line.startsWith("\r\n", i)) {
                    return openString(start, mark, true);
                }
            }
        }
        return start;
    }

    private int emitString(int start, int end) {
        emit(Kind.STRING, start, end);
        return end;
    }

    private int openString(int start, String mark, boolean backslash) {
        open = new StringBuilder().append(line, start, line.length());
        closing = mark;
        needsBackslash |= backslash;
        openLine = lineNumber;
        openColumn = start;
        return -1;
    }

    /** A name, number or operator: one past its end, or the start where there is none. */
    private int word(int start, char c) {
        int end = start;
        if (digit(start) || (c == '.' && digit(start + 1))) {
            Matcher number = NUMBER.matcher(line).region(start, line.length());
            end = number.lookingAt() ? number.end() : start;
        } else if (OPERATORS.indexOf(c) >= 0) {
            brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            end = start + 1;
        } else if (line.startsWith("!=", start)) {
            end = start + 2;
        } else {
            while (end < line.length() && nameCharacter(line.codePointAt(end))) {
                end += Character.charCount(line.codePointAt(end));
            }
        }
        if (end > start) {
            emit(Kind.OTHER, start, end);
        }
        return end;
    }

    private boolean digit(int at) {
        return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
    }

    /** {@code \w} of Python's regular expressions. */
    private static boolean nameCharacter(int c) {
        int type = Character.getType(c);
        return c == '_'
                || Character.isLetterOrDigit(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
