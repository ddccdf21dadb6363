package dev.selvedge.core.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what Python's {@code ast.literal_eval} reads: texts, bytes, numbers, {@code True}, {@code False}, {@code None},
 * lists, tuples, sets and dictionaries of them. Nothing is evaluated. Brackets nest to 200 levels and integers have 4,300
 * digits, as in Python. Not read: complex numbers.
 */
public final class PythonLiteral {
    private static final int MOST_LEVELS = 200;
    private static final int MOST_DIGITS = 4_300;
    private static final int END = -1;

    private final String source;
    private int at;
    private int levels;

    private PythonLiteral(String source) {
        this.source = source;
    }

    /** Not a literal; without a trace, since it is told nobody. */
    static final class NoLiteral extends Exception {
        private static final long serialVersionUID = 1;

        NoLiteral() {
            super("not a literal", null, false, false);
        }
    }

    /** The value that a whole text is, if it is a literal. */
    public static Optional<PythonValue> read(String text) {
        try {
            String lines = text.replace("\r\n", "\n").replace('\r', '\n');
            int start = 0;
            while (start < lines.length() && (lines.charAt(start) == ' ' || lines.charAt(start) == '\t')) {
                start++;
            }
            return Optional.of(new PythonLiteral(lines.substring(start)).whole());
        } catch (NoLiteral e) {
            return Optional.empty();
        }
    }

    private PythonValue whole() throws NoLiteral {
        if (source.indexOf('\0') >= 0) {
            throw new NoLiteral();
        }
        skipEmptyLines();
        PythonValue first = value();
        skipSpace();
        if (peek() == ',') {
            first = new PythonValue.Sequence(PythonValue.Brackets.TUPLE, bareTuple(first));
        }
        skipEmptyLines();
        if (peek() != END) {
            throw new NoLiteral();
        }
        return first;
    }

    private List<PythonValue> bareTuple(PythonValue first) throws NoLiteral {
        List<PythonValue> items = new ArrayList<>(List.of(first));
        while (takes(',')) {
            skipSpace();
            if (peek() == END || peek() == '\n' || peek() == '#') {
                break;
            }
            items.add(value());
            skipSpace();
        }
        return items;
    }

    /** Lines with nothing but space and comments; what follows them is not indented. */
    private void skipEmptyLines() throws NoLiteral {
        while (true) {
            int line = at;
            skipSpace();
            if (peek() == '#') {
                skipComment();
            }
            if (peek() == '\n') {
                at++;
            } else if (peek() != END && line > 0 && source.charAt(line - 1) == '\n' && at > line) {
                throw new NoLiteral();
            } else {
                return;
            }
        }
    }

    private int peek() {
        return at < source.length() ? source.charAt(at) : END;
    }

    private boolean takes(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    /** Space between tokens; inside of brackets also line breaks and comments. */
    private void skipSpace() {
        while (true) {
            int c = peek();
            if (c == ' ' || c == '\t' || c == '\f' || (c == '\n' && levels > 0)) {
                at++;
            } else if (c == '\\' && source.startsWith("\n", at + 1)) {
                at += 2;
            } else if (c == '#' && levels > 0) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        while (peek() != END && peek() != '\n') {
            at++;
        }
    }

    private PythonValue value() throws NoLiteral {
        skipSpace();
        int c = peek();
        return switch (c) {
            case '[' -> list();
            case '(' -> tuple();
            case '{' -> dictOrSet();
            case '\'', '"' -> texts();
            case '+', '-' -> {
                at++;
                skipSpace();
                PythonValue number = number();
                yield c == '+' ? number : negated(number);
            }
            default -> c == '.' || Character.isDigit(c) ? dotsOrNumber() : wordOrText();
        };
    }

    private PythonValue dotsOrNumber() throws NoLiteral {
        if (source.startsWith("...", at)) {
            at += 3;
            return PythonValue.Singleton.ELLIPSIS;
        }
        return number();
    }

    private static PythonValue negated(PythonValue number) throws NoLiteral {
        return switch (number) {
            case PythonValue.Int(BigInteger value) -> new PythonValue.Int(value.negate());
            case PythonValue.Float(double value) -> new PythonValue.Float(-value);
            default -> throw new NoLiteral();
        };
    }

    private PythonValue wordOrText() throws NoLiteral {
        int start = at;
        while (peek() != END && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
            at++;
        }
        String word = source.substring(start, at);
        if (peek() == '\'' || peek() == '"') {
            at = start;
            return texts();
        }
        return switch (word) {
            case "None" -> PythonValue.Singleton.NONE;
            case "True" -> new PythonValue.Bool(true);
            case "False" -> new PythonValue.Bool(false);
            case "set" -> {
                open('(');
                close(')');
                yield new PythonValue.Sequence(PythonValue.Brackets.SET, List.of());
            }
            default -> throw new NoLiteral();
        };
    }

    private void open(char bracket) throws NoLiteral {
        skipSpace();
        if (!takes(bracket) || ++levels > MOST_LEVELS) {
            throw new NoLiteral();
        }
        skipSpace();
    }

    private void close(char bracket) throws NoLiteral {
        skipSpace();
        if (!takes(bracket)) {
            throw new NoLiteral();
        }
        levels--;
    }

    /** A comma before another item. */
    private boolean goesOn(char bracket) throws NoLiteral {
        skipSpace();
        if (!takes(',')) {
            return false;
        }
        skipSpace();
        return peek() != bracket;
    }

    private List<PythonValue> itemsUntil(char bracket, PythonValue first) throws NoLiteral {
        List<PythonValue> items = new ArrayList<>(List.of(first));
        while (goesOn(bracket)) {
            items.add(value());
        }
        close(bracket);
        return items;
    }

    private PythonValue list() throws NoLiteral {
        open('[');
        if (peek() == ']') {
            close(']');
            return new PythonValue.Sequence(PythonValue.Brackets.LIST, List.of());
        }
        return new PythonValue.Sequence(PythonValue.Brackets.LIST, itemsUntil(']', value()));
    }

    /** Brackets around one value without a comma hold nothing together. */
    private PythonValue tuple() throws NoLiteral {
        open('(');
        if (peek() == ')') {
            close(')');
            return new PythonValue.Sequence(PythonValue.Brackets.TUPLE, List.of());
        }
        PythonValue first = value();
        skipSpace();
        if (peek() == ')') {
            close(')');
            return first;
        }
        return new PythonValue.Sequence(PythonValue.Brackets.TUPLE, itemsUntil(')', first));
    }

    private PythonValue dictOrSet() throws NoLiteral {
        open('{');
        if (peek() == '}') {
            close('}');
            return PythonValue.Dict.of(List.of());
        }
        PythonValue first = hashable(value());
        skipSpace();
        if (peek() != ':') {
            return set(itemsUntil('}', first));
        }
        List<PythonValue.Entry> entries = new ArrayList<>(List.of(entry(first)));
        while (goesOn('}')) {
            entries.add(entry(hashable(value())));
        }
        close('}');
        return PythonValue.Dict.of(entries);
    }

    private PythonValue.Entry entry(PythonValue key) throws NoLiteral {
        skipSpace();
        if (!takes(':')) {
            throw new NoLiteral();
        }
        return new PythonValue.Entry(key, value());
    }

    private static PythonValue set(List<PythonValue> items) throws NoLiteral {
        List<PythonValue> distinct = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PythonValue item : items) {
            if (seen.add(hashable(item).identity())) {
                distinct.add(item);
            }
        }
        return new PythonValue.Sequence(PythonValue.Brackets.SET, distinct);
    }

    private static PythonValue hashable(PythonValue value) throws NoLiteral {
        if (!value.isHashable()) {
            throw new NoLiteral();
        }
        return value;
    }

    private PythonValue number() throws NoLiteral {
        int start = at;
        while (peek() != END && isOfNumber(start)) {
            at++;
        }
        String written = source.substring(start, at);
        String digits = withoutUnderscores(written.toLowerCase(Locale.ROOT));
        if (!digits.matches("0x[0-9a-f]+|0o[0-7]+|0b[01]+|(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
            throw new NoLiteral();
        }
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        if (radix != 10) {
            return new PythonValue.Int(new BigInteger(digits.substring(2), radix));
        }
        if (!digits.matches("\\d+")) {
            return new PythonValue.Float(Double.parseDouble(digits));
        }
        if (digits.length() > MOST_DIGITS || (digits.charAt(0) == '0' && !digits.matches("0+"))) {
            throw new NoLiteral();
        }
        return new PythonValue.Int(new BigInteger(digits));
    }

    /** An underscore stands between two digits, or after the letter that names the radix. */
    private static String withoutUnderscores(String written) throws NoLiteral {
        boolean decimal = !written.matches("0[xob].*");
        for (int i = written.indexOf('_'); i >= 0; i = written.indexOf('_', i + 1)) {
            int before = i == 0 ? END : written.charAt(i - 1);
            int after = i + 1 == written.length() ? END : written.charAt(i + 1);
            boolean between = decimal
                    ? Character.isDigit(before) && Character.isDigit(after)
                    : Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
            if (!between) {
                throw new NoLiteral();
            }
        }
        return written.replace("_", "");
    }

    private boolean isOfNumber(int start) {
        int c = peek();
        boolean sign = (c == '+' || c == '-')
                && at > start
                && (source.charAt(at - 1) | 32) == 'e'
                && !source.startsWith("0x", start)
                && !source.startsWith("0X", start);
        return c == '.' || c == '_' || (c < 128 && Character.isLetterOrDigit(c)) || sign;
    }

    /** Texts beside each other are one. */
    private PythonValue texts() throws NoLiteral {
        StringBuilder all = new StringBuilder();
        Boolean bytes = null;
        while (true) {
            PythonText part = PythonText.read(source, at);
            if (bytes != null && bytes != part.bytes()) {
                throw new NoLiteral();
            }
            bytes = part.bytes();
            all.append(part.value());
            at = part.end();
            skipSpace();
            if (!PythonText.begins(source, at)) {
                return bytes ? new PythonValue.Bytes(all.toString()) : new PythonValue.Text(all.toString());
            }
        }
    }
}
