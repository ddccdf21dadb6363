package dev.selvedge.model.jinja;

import dev.selvedge.model.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into tokens, white space as Jinja2's settings {@code trim_blocks} and {@code lstrip_blocks} ask: the
 * line break after a block or comment goes, and so does the indentation before one. A sign inside a tag overrides this:
 * {@code -} takes all white space on its side, {@code +} takes none. One line break at the end of the template goes.
 */
final class Lexer {
    /** Longest first. */
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    /** Whether the tag before took a line break with it. */
    private boolean atLineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        var lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                add(Kind.DATA, source.substring(at), at);
                break;
            }
            data(tag);
            at = tag + 2;
            char sign = charAt(at);
            if (sign == '-' || sign == '+') {
                at++;
            }
            switch (source.charAt(tag + 1)) {
                case '#' -> comment(tag);
                case '{' -> tag(tag, Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, "}}");
                default -> {
                    if (!raw(tag)) {
                        tag(tag, Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
                    }
                }
            }
        }
        add(Kind.END, "", source.length());
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private void data(int tag) {
        data(tag, charAt(tag + 2), source.charAt(tag + 1) == '{');
    }

    private void data(int end, char sign, boolean variable) {
        String text = source.substring(at, end);
        if (sign == '-') {
            text = Strings.strip(Text.literal(text), null, false, true).chars();
        } else if (sign != '+' && !variable) {
            int lineStart = text.lastIndexOf('\n') + 1;
            if ((lineStart > 0 || atLineStart)
                    && text.substring(lineStart).codePoints().allMatch(Python::isSpace)) {
                text = text.substring(0, lineStart);
            }
        }
        if (!text.isEmpty()) {
            add(Kind.DATA, text, at);
        }
    }

    private void comment(int tag) {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw problem(tag, "the comment that begins here has no end '#}'");
        }
        char sign = end > at ? source.charAt(end - 1) : ' ';
        at = end + 2;
        close(sign, true);
    }

    /** After the end of a tag: what of the white space that follows goes with it. */
    private void close(char sign, boolean block) {
        int from = at;
        if (sign == '-') {
            while (at < source.length() && Python.isSpace(source.charAt(at))) {
                at++;
            }
        } else if (sign != '+' && block && charAt(at) == '\n') {
            at++;
        }
        atLineStart = at > from && source.charAt(at - 1) == '\n';
    }

    /** A raw block, if this is one: its text is data. */
    private boolean raw(int tag) {
        int word = skipSpace(at);
        int afterWord = skipSpace(word + 3);
        if (!source.startsWith("raw", word)
                || !source.startsWith("%}", afterWord) && !source.startsWith("-%}", afterWord)) {
            return false;
        }
        boolean strips = source.charAt(afterWord) == '-';
        at = afterWord + (strips ? 3 : 2);
        close(strips ? '-' : '+', true);
        for (int end = source.indexOf("{%", at); end >= 0; end = source.indexOf("{%", end + 1)) {
            char sign = charAt(end + 2);
            int endWord = skipSpace(sign == '-' || sign == '+' ? end + 3 : end + 2);
            int close = skipSpace(endWord + 6);
            char closing = charAt(close);
            int percent = closing == '-' || closing == '+' ? close + 1 : close;
            if (source.startsWith("endraw", endWord) && source.startsWith("%}", percent)) {
                data(end, sign, false);
                at = percent + 2;
                close(closing, true);
                return true;
            }
        }
        throw problem(tag, "the raw block that begins here has no '{% endraw %}'");
    }

    private int skipSpace(int from) {
        int to = from;
        while (to < source.length() && Python.isSpace(source.charAt(to))) {
            to++;
        }
        return to;
    }

    private void tag(int tag, Kind begin, Kind end, String closing) {
        add(begin, "", tag);
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            at = skipSpace(at);
            if (at >= source.length()) {
                throw problem(tag, "the tag that begins here has no end '" + closing + "'");
            }
            char sign = source.charAt(at);
            boolean signed =
                    (sign == '-' || sign == '+' && end == Kind.BLOCK_END) && source.startsWith(closing, at + 1);
            if (open.isEmpty() && (signed || source.startsWith(closing, at))) {
                add(end, "", at);
                at += signed ? 3 : 2;
                close(signed ? sign : ' ', end == Kind.BLOCK_END);
                return;
            }
            token(sign, open);
        }
    }

    private void token(char c, Deque<Character> open) {
        if (c == '"' || c == '\'') {
            string(c);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            int from = at;
            while (at < source.length() && (Character.isUnicodeIdentifierPart(source.charAt(at)))) {
                at++;
            }
            add(Kind.NAME, source.substring(from, at), from);
        } else {
            operator(open);
        }
    }

    private void operator(Deque<Character> open) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                char c = operator.charAt(0);
                if (operator.length() == 1 && "([{".indexOf(c) >= 0) {
                    open.push(c);
                } else if (operator.length() == 1 && ")]}".indexOf(c) >= 0) {
                    if (open.isEmpty() || "([{".indexOf(open.pop()) != ")]}".indexOf(c)) {
                        throw problem(at, "'" + c + "' closes nothing that is open");
                    }
                }
                add(Kind.OPERATOR, operator, at);
                at += operator.length();
                return;
            }
        }
        throw problem(
                at, "the character '" + new String(Character.toChars(source.codePointAt(at))) + "' means nothing here");
    }

    private void number() {
        int from = at;
        boolean real = false;
        while (isDigit(charAt(at)) || charAt(at) == '_') {
            at++;
        }
        if (charAt(at) == '.' && isDigit(charAt(at + 1))) {
            real = true;
            at++;
            while (isDigit(charAt(at)) || charAt(at) == '_') {
                at++;
            }
        }
        if (charAt(at) == 'e' || charAt(at) == 'E') {
            int digits = charAt(at + 1) == '+' || charAt(at + 1) == '-' ? at + 2 : at + 1;
            if (isDigit(charAt(digits))) {
                real = true;
                at = digits;
                while (isDigit(charAt(at))) {
                    at++;
                }
            }
        }
        if (at - from > 400) {
            throw problem(from, "the number has " + (at - from) + " digits");
        }
        add(real ? Kind.REAL : Kind.WHOLE, source.substring(from, at).replace("_", ""), from);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void string(char quote) {
        int from = at++;
        var value = new StringBuilder();
        while (true) {
            if (at >= source.length()) {
                throw problem(from, "the string that begins here has no end");
            }
            char c = source.charAt(at++);
            if (c == quote) {
                break;
            }
            if (c == '\\' && at < source.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        add(Kind.STRING, value.toString(), from);
    }

    /** The escapes of Python's strings. */
    private void escape(StringBuilder value) {
        char c = source.charAt(at++);
        switch (c) {
            case '\n' -> {}
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'a' -> value.append('\u0007');
            case 'v' -> value.append('\u000b');
            case '\\', '\'', '"' -> value.append(c);
            case 'x' -> value.appendCodePoint(hex(2));
            case 'u' -> value.append((char) hex(4));
            case 'U' -> value.appendCodePoint(hex(8));
            default -> {
                if (c >= '0' && c <= '7') {
                    octal(c, value);
                } else {
                    value.append('\\').append(c);
                }
            }
        }
    }

    private int hex(int digits) {
        int end = Math.min(at + digits, source.length());
        try {
            int value = Integer.parseInt(source.substring(at, end), 16);
            if (end - at == digits && Character.isValidCodePoint(value)) {
                at = end;
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw problem(at, "the escape in this string needs " + digits + " hexadecimal digits of a character");
    }

    private void octal(char first, StringBuilder value) {
        int code = first - '0';
        for (int i = 0; i < 2 && charAt(at) >= '0' && charAt(at) <= '7'; i++) {
            code = code * 8 + charAt(at++) - '0';
        }
        value.append((char) code);
    }

    private char charAt(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }

    private void add(Kind kind, String text, int position) {
        tokens.add(new Token(kind, text, lineOf(position)));
    }

    private int lineOf(int position) {
        for (; counted < position && counted < source.length(); counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }

    private TemplateProblem problem(int position, String reason) {
        long before = source.substring(0, Math.min(position, source.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
        return new TemplateProblem((int) before + 1, reason);
    }
}
