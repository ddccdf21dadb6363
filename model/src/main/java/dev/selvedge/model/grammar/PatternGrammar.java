package dev.selvedge.model.grammar;

import dev.selvedge.core.Json;

/**
 * A regular expression of a JSON schema as an expression of a grammar, for the text between a JSON string's quotes.
 * Supported are characters, {@code .}, classes, {@code \d \w \s} and their negations, groups, alternatives, repetitions,
 * and {@code ^} and {@code $} at the ends of the outermost alternatives; as in schemas, a side without one matches anywhere.
 * Anything else is an error.
 */
final class PatternGrammar {
    private static final int MAX_GROUPS = 100;
    private static final CharSet DIGITS = CharSet.NONE.with('0', '9');
    private static final CharSet WORD = DIGITS.with('a', 'z').with('A', 'Z').with('_', '_');
    /** White space for all flavours of regular expressions. */
    private static final CharSet SPACE = CharSet.NONE.with(9, 13).with(' ', ' ');
    /** White space for any of them. */
    private static final CharSet ANY_SPACE = SPACE.with(0x85, 0x85)
            .with(0xA0, 0xA0)
            .with(0x1680, 0x1680)
            .with(0x180E, 0x180E)
            .with(0x2000, 0x200A)
            .with(0x2028, 0x2029)
            .with(0x202F, 0x202F)
            .with(0x205F, 0x205F)
            .with(0x3000, 0x3000)
            .with(0xFEFF, 0xFEFF);
    /** Line ends of any flavour, which a dot may not match. */
    private static final CharSet LINE_ENDS =
            CharSet.NONE.with('\n', '\n').with('\r', '\r').with(0x85, 0x85).with(0x2028, 0x2029);

    private final String pattern;
    private final String place;
    private int at;
    private int groups;

    private PatternGrammar(String pattern, String place) {
        this.pattern = pattern;
        this.place = place;
    }

    static String of(String pattern, String place) {
        var reader = new PatternGrammar(pattern, place);
        var text = new StringBuilder("(");
        do {
            text.append(text.length() > 1 ? " | " : "");
            boolean begins = reader.take('^');
            String body = reader.sequence();
            boolean ends = reader.take('$');
            text.append(begins ? "" : "char* ").append(body).append(ends ? "" : " char*");
        } while (reader.take('|'));
        if (reader.at < pattern.length()) {
            throw reader.wrong();
        }
        return text.append(')').toString();
    }

    private String alternatives() {
        if (++groups > MAX_GROUPS) {
            throw wrong();
        }
        var text = new StringBuilder("(");
        do {
            text.append(text.length() > 1 ? " | " : "").append(sequence());
        } while (take('|'));
        return text.append(')').toString();
    }

    private String sequence() {
        var text = new StringBuilder();
        while (at < pattern.length() && "|)$".indexOf(pattern.charAt(at)) < 0) {
            text.append(text.isEmpty() ? "" : " ").append(atom()).append(repetition());
        }
        return text.toString();
    }

    private String atom() {
        if (take('(')) {
            if (take('?') && !take(':')) {
                throw wrong();
            }
            String group = alternatives();
            if (!take(')')) {
                throw wrong();
            }
            return group;
        }
        if (take('.')) {
            return escaped(LINE_ENDS.complement());
        }
        if (take('[')) {
            return escaped(charClass());
        }
        if ("*+?{}]^".indexOf(pattern.charAt(at)) >= 0) {
            throw wrong();
        }
        return escaped(characters());
    }

    private String repetition() {
        if (at == pattern.length() || "*+?{".indexOf(pattern.charAt(at)) < 0) {
            return "";
        }
        int end = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
        if (end == 0) {
            throw wrong();
        }
        String times = pattern.substring(at, end);
        at = end;
        take('?'); // to take as little as possible matches the same texts
        return times;
    }

    private CharSet charClass() {
        boolean negated = take('^');
        CharSet set = CharSet.NONE;
        while (!take(']')) {
            CharSet next = characters();
            boolean single = next.ranges().size() == 1
                    && next.ranges().getFirst().low()
                            == next.ranges().getFirst().high();
            if (single && pattern.startsWith("-", at) && !pattern.startsWith("-]", at)) {
                at++;
                int low = next.ranges().getFirst().low();
                int high = characters().ranges().getFirst().high();
                if (high < low) {
                    throw wrong();
                }
                next = CharSet.NONE.with(low, high);
            }
            set = set.with(next);
        }
        CharSet result = negated ? set.complement() : set;
        if (result.isEmpty()) {
            throw wrong();
        }
        return result;
    }

    /** A character, or what an escape stands for. */
    private CharSet characters() {
        if (at >= pattern.length()) {
            throw wrong();
        }
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\') {
            return CharSet.NONE.with(c, c);
        }
        if (at == pattern.length()) {
            throw wrong();
        }
        char kind = pattern.charAt(at++);
        return switch (kind) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> ANY_SPACE.complement();
            case 'n' -> CharSet.NONE.with('\n', '\n');
            case 'r' -> CharSet.NONE.with('\r', '\r');
            case 't' -> CharSet.NONE.with('\t', '\t');
            default -> {
                if (Character.isLetterOrDigit(kind)) {
                    at--;
                    throw wrong();
                }
                yield CharSet.NONE.with(kind, kind);
            }
        };
    }

    /** Some characters as a JSON string spells them. */
    private static String escaped(CharSet set) {
        CharSet special =
                CharSet.NONE.with(0, 31).with('"', '"').with('\\', '\\').with(127, 127);
        CharSet plain = set.complement().with(special).complement();
        var text = new StringBuilder("(").append(plain.isEmpty() ? "" : plain.text());
        for (CharSet.Range range : special.ranges()) {
            for (int c = range.low(); c <= range.high(); c++) {
                if (set.has(c)) {
                    String quoted = Json.write(Character.toString(c));
                    text.append(text.length() > 1 ? " | " : "")
                            .append(Grammar.literal(quoted.substring(1, quoted.length() - 1)));
                }
            }
        }
        return text.append(')').toString();
    }

    private boolean take(char c) {
        boolean there = at < pattern.length() && pattern.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private RuntimeException wrong() {
        return JsonGrammar.wrong(
                place,
                "the pattern '" + pattern + "' has something at character " + (at + 1) + " that is not supported");
    }
}
