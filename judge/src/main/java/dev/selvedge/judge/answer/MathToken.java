package dev.selvedge.judge.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of mathematics as text, plain or LaTeX.
 *
 * @param kind what it is
 * @param text without a command's backslash; of words the words alone; of a number digits and at most one point
 */
record MathToken(Kind kind, String text) {
    enum Kind {
        NUMBER,
        /** A run of letters outside of commands. */
        WORD,
        COMMAND,
        /** What stands in {@code \text} and its like. */
        TEXT,
        SIGN,
        END
    }

    static final int MOST = 2_000;

    /** Between two numbers it tells that they are written apart. */
    static final MathToken SPACE = new MathToken(Kind.SIGN, " ");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?|\\.\\d+");
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?!\\d)(?:\\.\\d+)?");
    private static final Pattern SPACED = Pattern.compile("\\d{1,3}(?: \\d{3})+(?![\\d,.])");
    private static final Pattern COMMAND = Pattern.compile("\\\\([A-Za-z]+)\\*?");
    private static final Pattern WORD = Pattern.compile("(?:or|and)(?=\\p{Lu})|\\p{L}+");
    private static final Pattern SIGN = Pattern.compile("<=|>=|!=|\\*\\*|\\\\[{}|\\\\]|[^\\s\\p{L}\\d\\\\]");
    private static final Set<String> TEXTS =
            Set.of("text", "mbox", "textbf", "textnormal", "textit", "textrm", "textsf", "hbox");
    private static final Set<String> LAYOUT = Set.of(
            "left",
            "right",
            "big",
            "Big",
            "bigg",
            "Bigg",
            "bigl",
            "bigr",
            "Bigl",
            "Bigr",
            "displaystyle",
            "limits",
            "quad",
            "qquad",
            "nolimits",
            "textstyle",
            "middle");
    private static final Map<Character, String> SPECIAL = Map.ofEntries(
            Map.entry('−', "-"),
            Map.entry('–', "-"),
            Map.entry('×', "\\times "),
            Map.entry('÷', "/"),
            Map.entry('·', "\\cdot "),
            Map.entry('∙', "\\cdot "),
            Map.entry('π', "\\pi "),
            Map.entry('∞', "\\infty "),
            Map.entry('≤', "<="),
            Map.entry('≥', ">="),
            Map.entry('≠', "!="),
            Map.entry('≈', "\\approx "),
            Map.entry('∪', "\\cup "),
            Map.entry('∩', "\\cap "),
            Map.entry('∈', "\\in "),
            Map.entry('±', "\\pm "),
            Map.entry('√', "\\sqrt "),
            Map.entry('€', " "),
            Map.entry('£', " "),
            Map.entry('¥', " "),
            Map.entry('°', "^\\circ "),
            Map.entry('²', "^2"),
            Map.entry('³', "^3"),
            Map.entry('½', "\\frac12"),
            Map.entry('¼', "\\frac14"),
            Map.entry('¾', "\\frac34"));

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isCommand(String name) {
        return kind == Kind.COMMAND && text.equals(name);
    }

    /**
     * Cuts a text up.
     *
     * @throws MathReader.NotMaths if there are too many pieces
     */
    static List<MathToken> of(String written) throws MathReader.NotMaths {
        String text = plain(written);
        List<MathToken> tokens = new ArrayList<>();
        int brackets = 0;
        int at = 0;
        while (at < text.length()) {
            if (tokens.size() > MOST) {
                throw new MathReader.NotMaths("more than " + MOST + " pieces");
            }
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (Character.isDigit(c)
                    || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
                at = number(text, at, brackets, tokens);
            } else if (c == '\\' && match(COMMAND, text, at) instanceof Matcher command) {
                at = command(text, command, tokens);
            } else if (match(WORD, text, at) instanceof Matcher word) {
                tokens.add(new MathToken(Kind.WORD, word.group()));
                at = word.end();
            } else if (match(SIGN, text, at) instanceof Matcher sign) {
                tokens.add(new MathToken(Kind.SIGN, sign.group()));
                brackets += bracket(sign.group());
                at = sign.end();
            } else {
                at++; // a backslash before a space
            }
        }
        return tokens;
    }

    private static int bracket(String sign) {
        return switch (sign) {
            case "(", "[", "\\{" -> 1;
            case ")", "]", "\\}" -> -1;
            default -> 0;
        };
    }

    private static int number(String text, int at, int brackets, List<MathToken> tokens) {
        Matcher number = null;
        if (brackets == 0) {
            number = match(THOUSANDS, text, at);
            number = number == null ? match(SPACED, text, at) : number;
        }
        if (number == null) {
            number = match(NUMBER, text, at);
        }
        if (number == null) { // a digit of another script
            tokens.add(new MathToken(Kind.SIGN, text.substring(at, at + 1)));
            return at + 1;
        }
        if (!tokens.isEmpty() && tokens.getLast().kind == Kind.NUMBER) {
            tokens.add(SPACE);
        }
        tokens.add(new MathToken(Kind.NUMBER, number.group().replaceAll("[, ]", "")));
        return number.end();
    }

    private static int command(String text, Matcher command, List<MathToken> tokens) {
        String name = command.group(1);
        if (LAYOUT.contains(name)) {
            // a delimiter that is left out: \right.
            boolean none = command.end() < text.length() && text.charAt(command.end()) == '.';
            return command.end() + (none ? 1 : 0);
        }
        int open = command.end();
        if (TEXTS.contains(name) && open < text.length() && text.charAt(open) == '{') {
            int close = closing(text, open);
            if (close > 0) {
                tokens.add(
                        new MathToken(Kind.TEXT, text.substring(open + 1, close).strip()));
                return close + 1;
            }
        }
        tokens.add(new MathToken(Kind.COMMAND, name));
        return command.end();
    }

    /** Where the curly bracket that opens here closes, −1 where it does not. */
    static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static @org.jspecify.annotations.Nullable Matcher match(Pattern pattern, String text, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? matcher : null;
    }

    private static String plain(String written) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            text.append(SPECIAL.getOrDefault(c, String.valueOf(c)));
        }
        String plain = text.toString()
                .replaceAll("\\s?\\{\\s?,\\s?}\\s?", ",")
                .replaceAll(",\\\\!\\s*(?=\\d)", ",")
                .replace("\\!", "")
                .replaceAll("(?<!\\\\)\\\\[,;: ]", " ")
                .replace("\\$", "")
                .replace("\\%", "%")
                .replace('~', ' ')
                .replace('$', ' ');
        // a backslash that was escaped once too often
        return plain.contains("\\begin") ? plain : plain.replaceAll("\\\\\\\\(?=[A-Za-z])", "\\\\");
    }
}
