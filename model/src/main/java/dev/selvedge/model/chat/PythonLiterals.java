package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads calls with literal arguments: strings, numbers, True, False, None (also as JSON spells them), lists, tuples,
 * dictionaries. Nothing else of Python, nothing is computed. Bounded: 100 levels, 1 Mi characters.
 */
final class PythonLiterals {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_CHARS = 1 << 20;

    private final String code;
    private int at;
    private int depth;

    PythonLiterals(String code) {
        this.code = code;
    }

    /** What is wrong with a call, as a sentence. */
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String sentence) {
            super(sentence, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    List<PythonCalls.Written> calls() {
        if (code.length() > MAX_CHARS) {
            throw new Mistake("The calls are longer than " + MAX_CHARS + " characters.");
        }
        var calls = new ArrayList<PythonCalls.Written>();
        space();
        boolean list = skip('[');
        while (true) {
            space();
            if (list && skip(']')) {
                list = false;
                break;
            }
            if (at == code.length() || calls.size() == ReplyReader.MAX_CALLS) {
                break;
            }
            calls.add(call());
            space();
            if (list && !skip(',') && peek() != ']') {
                throw mistake("a comma or ']'");
            }
            if (!list) {
                skip(';');
            }
        }
        space();
        if (list || at < code.length() || calls.isEmpty()) {
            throw mistake(list ? "']'" : "a call such as name(key=\"value\")");
        }
        return calls;
    }

    private PythonCalls.Written call() {
        String name = dottedName();
        space();
        expect('(');
        ObjectNode arguments = Json.object();
        while (true) {
            space();
            if (skip(')')) {
                return new PythonCalls.Written(name, arguments);
            }
            int from = at;
            String key = name();
            space();
            if (key.isEmpty() || !skip('=') || peek() == '=') {
                at = from;
                throw mistake("an argument with its name, such as key=\"value\"");
            }
            if (arguments.has(key)) {
                throw new Mistake("The call gives the argument '" + key + "' twice.");
            }
            arguments.set(key, value());
            space();
            if (!skip(',') && peek() != ')') {
                throw mistake("a comma or ')'");
            }
        }
    }

    private String dottedName() {
        var name = new StringBuilder(name());
        while (name.length() > 0 && skip('.')) {
            name.append('.').append(name());
        }
        if (name.isEmpty()) {
            throw mistake("the name of a tool");
        }
        return name.toString();
    }

    private String name() {
        int from = at;
        if (at < code.length() && (Character.isLetter(code.charAt(at)) || code.charAt(at) == '_')) {
            while (at < code.length() && (Character.isLetterOrDigit(code.charAt(at)) || code.charAt(at) == '_')) {
                at++;
            }
        }
        return code.substring(from, at);
    }

    private JsonNode value() {
        if (++depth > MAX_DEPTH) {
            throw new Mistake("The arguments nest deeper than " + MAX_DEPTH + ".");
        }
        space();
        char c = peek();
        JsonNode value = switch (c) {
            case '"', '\'' -> Json.tree(strings());
            case '[' -> items(']');
            case '(' -> items(')');
            case '{' -> dictionary();
            case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> word();
        };
        depth--;
        return value;
    }

    private JsonNode word() {
        int from = at;
        String word = name();
        return switch (word) {
            case "True", "true" -> Json.tree(true);
            case "False", "false" -> Json.tree(false);
            case "None", "null" -> Json.parse("null");
            default -> {
                at = from;
                throw mistake("a literal value");
            }
        };
    }

    private JsonNode items(char close) {
        at++;
        ArrayNode items = Json.array();
        boolean comma = false;
        while (true) {
            space();
            if (skip(close)) {
                // one value in round brackets without a comma is that value
                return close == ')' && items.size() == 1 && !comma ? items.get(0) : items;
            }
            items.add(value());
            space();
            comma = skip(',');
            if (!comma && peek() != close) {
                throw mistake("a comma or '" + close + "'");
            }
        }
    }

    private JsonNode dictionary() {
        at++;
        ObjectNode dictionary = Json.object();
        while (true) {
            space();
            if (skip('}')) {
                return dictionary;
            }
            JsonNode key = value();
            space();
            expect(':');
            dictionary.set(key.isString() ? key.stringValue() : Json.write(key), value());
            space();
            if (!skip(',') && peek() != '}') {
                throw mistake("a comma or '}'");
            }
        }
    }

    private JsonNode number() {
        int from = at;
        while (at < code.length() && "+-.0123456789eE_".indexOf(code.charAt(at)) >= 0) {
            at++;
        }
        String digits = code.substring(from, at).replace("_", "");
        boolean whole = digits.matches("[-+]?\\d{1,400}");
        if (!whole && !digits.matches("[-+]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][-+]?\\d{1,3})?")) {
            at = from;
            throw mistake("a number");
        }
        return whole
                ? Json.tree(new BigInteger(digits))
                : Json.tree(new BigDecimal(digits.endsWith(".") ? digits + "0" : digits).doubleValue());
    }

    /** A string, or several next to each other, which are one. */
    private String strings() {
        var text = new StringBuilder();
        do {
            string(text);
            space();
        } while (peek() == '"' || peek() == '\'');
        return text.toString();
    }

    private void string(StringBuilder text) {
        char quote = code.charAt(at);
        String close = code.startsWith(String.valueOf(quote).repeat(3), at)
                ? String.valueOf(quote).repeat(3)
                : String.valueOf(quote);
        at += close.length();
        while (!code.startsWith(close, at)) {
            if (at >= code.length() || close.length() == 1 && code.charAt(at) == '\n') {
                throw mistake("the end of the string");
            }
            char c = code.charAt(at++);
            if (c == '\\' && at < code.length()) {
                escape(text);
            } else {
                text.append(c);
            }
        }
        at += close.length();
    }

    private void escape(StringBuilder text) {
        char c = code.charAt(at++);
        switch (c) {
            case '\n' -> {}
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '\\', '\'', '"', '/' -> text.append(c);
            case 'x' -> text.appendCodePoint(hex(2));
            case 'u' -> text.append((char) hex(4));
            case 'U' -> text.appendCodePoint(hex(8));
            default -> text.append('\\').append(c);
        }
    }

    private int hex(int digits) {
        int end = Math.min(code.length(), at + digits);
        try {
            int value = Integer.parseInt(code.substring(at, end), 16);
            if (end - at == digits && Character.isValidCodePoint(value)) {
                at = end;
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw mistake(digits + " hexadecimal digits");
    }

    private void space() {
        while (at < code.length()) {
            if (code.charAt(at) == '#') {
                int end = code.indexOf('\n', at);
                at = end < 0 ? code.length() : end;
            } else if (Character.isWhitespace(code.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private char peek() {
        return at < code.length() ? code.charAt(at) : '\0';
    }

    private boolean skip(char c) {
        boolean found = peek() == c && at < code.length();
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw mistake("'" + c + "'");
        }
    }

    private Mistake mistake(String expected) {
        String found = at >= code.length()
                ? "the end"
                : "'" + code.substring(at, Math.min(code.length(), at + 20)).replace('\n', ' ') + "'";
        return new Mistake("The call cannot be read at character " + (at + 1) + ": expected " + expected + ", found "
                + found + ".");
    }
}
