package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Diagnostic;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the words of one statement of a broken code: text that lacks its quotes, values without a comma or an operator
 * between them, operators without a value, and what is neither a number nor a name. Only the first fault is told, since
 * the rest mostly follows from it.
 */
final class WordScan {
    /** A text, whose inside is blanked out; a number or what begins as one; a word; an operator; anything else. */
    private static final Pattern TOKEN = Pattern.compile("(?<text>(?:\\b[rRbBuUfF]{1,2})?\"\")"
            + "|(?<number>\\.?\\d[\\w.]*(?:(?<=[eE])[+-]\\d[\\w.]*)?)"
            + "|(?<word>[\\p{L}\\p{Nl}_][\\w\\p{L}\\p{Nl}\\p{M}\\p{N}]*)"
            + "|(?<operator>\\*\\*=?|//=?|>>=?|<<=?|[=!<>+\\-*/%&|^@:]=|->|\\.\\.\\.|[-+*/%=<>&|^~@.,:;()\\[\\]{}!\\\\])"
            + "|(?<space>\\s+)"
            + "|(?<other>.)");

    private static final Pattern NUMBER = Pattern.compile("0[xX][\\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?[jJ]?");
    private static final Pattern ADDRESS = Pattern.compile("\\b([a-z][a-z0-9+.-]*)://");

    /** Words that stand between values or before one. */
    private static final Set<String> CONNECTING = Set.of(
            "and",
            "or",
            "not",
            "in",
            "is",
            "if",
            "else",
            "elif",
            "for",
            "while",
            "with",
            "as",
            "from",
            "import",
            "lambda",
            "await",
            "async",
            "yield",
            "return",
            "raise",
            "del",
            "assert",
            "global",
            "nonlocal",
            "def",
            "class",
            "try",
            "except",
            "finally");

    /** Words that begin a statement and are names elsewhere. */
    private static final Set<String> SOFT = Set.of("match", "case", "type", "print", "exec");

    private static final Set<String> UNARY =
            Set.of("+", "-", "~", "*", "**", "(", "[", "{", "...", "@", ":", ";", "\\");

    private final String line;
    private final IntFunction<int[]> place;
    private final Problems problems;
    private boolean value;
    private String before = "";
    private boolean told;

    /**
     * @param line a statement, with the insides of its texts blanked out
     * @param place line and column in the code of a place in the statement
     */
    WordScan(String line, IntFunction<int[]> place, Problems problems) {
        this.line = line;
        this.place = place;
        this.problems = problems;
    }

    /** Whether a fault was told. */
    boolean scan() {
        Matcher address = ADDRESS.matcher(line);
        if (address.find()) {
            return tell(
                    address.start(),
                    "The address " + address.group(1) + "://… stands outside of quotes.",
                    "Put the text in quotes.");
        }
        Matcher token = TOKEN.matcher(line);
        boolean first = true;
        while (!told && token.find()) {
            if (token.group("space") != null) {
                continue;
            }
            token(token, first);
            first = false;
            before = token.group();
        }
        return told;
    }

    private void token(Matcher token, boolean first) {
        String text = token.group();
        int at = token.start();
        if (token.group("other") != null) {
            tell(
                    at,
                    "The character " + shown(at) + " cannot stand outside of quotes.",
                    "Put the text in quotes, or leave the character out.");
        } else if (token.group("number") != null) {
            number(text, at);
        } else if (token.group("text") != null) {
            operand(at, "a text", !before.endsWith("\"\""));
        } else if (token.group("word") != null) {
            word(text, at, first);
        } else {
            operator(text, at);
        }
    }

    private String shown(int at) {
        int character = line.codePointAt(at);
        String visible = Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE
                ? ""
                : Nearest.excerpt(Character.toString(character)) + " ";
        return visible + "(U+%04X)".formatted(character);
    }

    private void number(String text, int at) {
        if (!NUMBER.matcher(text).matches()) {
            tell(
                    at,
                    Nearest.excerpt(text) + " is neither a number nor a name.",
                    "If it is text, put it in quotes; a name begins with a letter.");
        } else if (text.matches("0[\\d_]*[1-9][\\d_]*")) {
            tell(
                    at,
                    "The number " + Nearest.excerpt(text) + " has leading zeros.",
                    "Leave them out, or write it as text in quotes.");
        } else {
            operand(at, text, true);
        }
    }

    private void word(String text, int at, boolean first) {
        if (CONNECTING.contains(text)) {
            value = false;
        } else if (first && SOFT.contains(text)) {
            value = line.substring(at + text.length()).stripLeading().matches("(?s)[=.(\\[,:+].*");
        } else {
            operand(at, text, true);
        }
    }

    private void operand(int at, String what, boolean apart) {
        if (value && apart) {
            boolean afterText = before.endsWith("\"\"") && at > 0 && line.charAt(at - 1) == '"';
            String left = before.endsWith("\"\"") ? "the text" : Nearest.excerpt(before);
            tell(
                    at,
                    afterText
                            ? "The text ends before " + Nearest.excerpt(what) + "."
                            : "A comma or an operator is expected between " + left + " and " + Nearest.excerpt(what)
                                    + ".",
                    afterText
                            ? "Write \\\" for a quote inside of a text, or use the other quotes around it."
                            : "If the words are text, put them in quotes.");
        }
        value = true;
    }

    private void operator(String text, int at) {
        switch (text) {
            case ")", "]", "}" -> value = true;
            case "{", "~", "!" -> {
                if (value) {
                    operand(at, text, true);
                }
                value = false;
            }
            case ":" -> {
                if (before.equals("{") || (before.equals(",") && line.indexOf('{') >= 0)) {
                    tell(at, "A key is expected before the colon.", "Write \"key\": value.");
                }
                value = false;
            }
            default -> {
                boolean needsValue = !UNARY.contains(text) && !text.equals(",");
                if (needsValue && !value && !before.isEmpty() && !before.equals("...")) {
                    tell(
                            at,
                            "A value is expected before " + text + ", after " + Nearest.excerpt(before) + ".",
                            "If the words are text, put them in quotes.");
                }
                value = text.equals("...");
            }
        }
    }

    private boolean tell(int at, String message, String hint) {
        int[] where = place.apply(at);
        problems.add(Diagnostic.error(where[0], where[1], message, hint));
        told = true;
        return true;
    }
}
