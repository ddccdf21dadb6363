package dev.selvedge.judge.ask;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as language models write it: with signs before numbers, trailing commas, comments, single quotes, keys
 * without quotes, stray backslashes and raw line breaks. Nothing is invented: at the first place that cannot be read in
 * one way only, reading stops, and what stood whole before that place is the result. Numbers stay texts. Depth and the
 * characters looked at are bounded.
 */
final class LooseJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_BARE = 200;

    /** A value. */
    sealed interface Value {}

    /** An object; a key may come twice. */
    record Members(List<Member> members) implements Value {}

    record Items(List<Value> items) implements Value {}

    record Quoted(String text) implements Value {}

    /** A number, a literal, or a text without quotes. */
    record Bare(String text) implements Value {}

    record Member(String key, Value value) {}

    /** Why reading stopped before the end of the value. */
    enum Break {
        CUT_OFF,
        MALFORMED,
        TOO_DEEP,
        TOO_MUCH
    }

    /**
     * What was read.
     *
     * @param value whole, or as much as stood before the break
     * @param end place after it
     * @param broken why it is not whole, null where it is
     */
    record Read(Value value, int end, @Nullable Break broken, Set<Leniency> leniencies) {}

    private final String text;
    private final long budget;
    private long spent;
    private int at;
    private @Nullable Break broken;
    private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);

    private LooseJson(String text, int start, long budget) {
        this.text = text;
        this.at = start;
        this.budget = budget;
    }

    /**
     * Reads the object that begins at a brace.
     *
     * @param budget most characters to look at
     */
    static Read object(String text, int brace, long budget) {
        LooseJson reader = new LooseJson(text, brace, budget);
        Value value = reader.members(0);
        return new Read(value, reader.at, reader.broken, reader.leniencies);
    }

    private Value members(int depth) {
        List<Member> members = new ArrayList<>();
        at++;
        boolean first = true;
        while (next() != '}' && broken == null) {
            if (!first && !separated()) {
                return stop(Break.MALFORMED, new Members(members));
            }
            first = false;
            if (next() == '}') {
                leniencies.add(Leniency.TRAILING_COMMA);
                break;
            }
            String key = key();
            if (key == null || next() != ':') {
                return stop(broken == null ? Break.MALFORMED : broken, new Members(members));
            }
            at++;
            Value value = value(depth + 1);
            if (value != null) {
                members.add(new Member(key, value));
            }
        }
        close();
        return new Members(members);
    }

    private Value items(int depth) {
        List<Value> items = new ArrayList<>();
        at++;
        boolean first = true;
        while (next() != ']' && broken == null) {
            if (!first && !separated()) {
                return stop(Break.MALFORMED, new Items(items));
            }
            first = false;
            if (next() == ']') {
                leniencies.add(Leniency.TRAILING_COMMA);
                break;
            }
            Value value = value(depth + 1);
            if (value != null) {
                items.add(value);
            }
        }
        close();
        return new Items(items);
    }

    private void close() {
        if (broken == null) {
            at++;
        }
    }

    private Value stop(Break reason, Value value) {
        broken = broken == null ? reason : broken;
        return value;
    }

    /** Passes a comma, or a line break before another quoted key. */
    private boolean separated() {
        if (text.charAt(at) == ',') {
            at++;
            next();
            return broken == null;
        }
        if (text.charAt(at) == '"'
                && at > 0
                && text.substring(lastVisible() + 1, at).contains("\n")) {
            leniencies.add(Leniency.MISSING_COMMA);
            return true;
        }
        return false;
    }

    private int lastVisible() {
        int last = at - 1;
        while (last > 0 && at - last < LONGEST_BARE && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return last;
    }

    private @Nullable Value value(int depth) {
        char c = next();
        if (broken != null) {
            return null;
        }
        if (c == '{' || c == '[') {
            if (depth > DEEPEST) {
                broken = Break.TOO_DEEP;
                return null;
            }
            return c == '{' ? members(depth) : items(depth);
        }
        if (c == '"' || c == '\'') {
            String quoted = quoted(c);
            return quoted == null ? null : new Quoted(quoted);
        }
        String bare = bare();
        return bare == null ? null : new Bare(bare);
    }

    private @Nullable String key() {
        char c = next();
        if (broken != null) {
            return null;
        }
        if (c == '"' || c == '\'') {
            return quoted(c);
        }
        String bare = bare();
        if (bare != null) {
            leniencies.add(Leniency.BARE_KEY);
        }
        return bare;
    }

    /** A text in quotes; null where it does not end. */
    private @Nullable String quoted(char quote) {
        if (quote == '\'') {
            leniencies.add(Leniency.SINGLE_QUOTES);
        }
        StringBuilder read = new StringBuilder();
        at++;
        while (spend()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return read.toString();
            }
            if (c == '\\' && at < text.length()) {
                escape(text.charAt(at++), read);
            } else {
                if (c < ' ') {
                    leniencies.add(Leniency.RAW_CONTROL_CHARACTER);
                }
                read.append(c);
            }
        }
        return null;
    }

    private void escape(char c, StringBuilder read) {
        switch (c) {
            case 'n' -> read.append('\n');
            case 't' -> read.append('\t');
            case 'r' -> read.append('\r');
            case 'b' -> read.append('\b');
            case 'f' -> read.append('\f');
            case '"', '\\', '/' -> read.append(c);
            case 'u' -> {
                int code = code();
                if (code >= 0) {
                    read.append((char) code);
                    at += 4;
                } else {
                    stray(c, read);
                }
            }
            default -> stray(c, read);
        }
    }

    private void stray(char c, StringBuilder read) {
        leniencies.add(Leniency.STRAY_BACKSLASH);
        read.append(c == '\'' ? "" : "\\").append(c);
    }

    /** The four hexadecimal digits from here, negative where there are none. */
    private int code() {
        if (at + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    /** A text without quotes; null where it is empty, too long, or perhaps cut off. */
    private @Nullable String bare() {
        int start = at;
        while (spend()) {
            char c = text.charAt(at);
            boolean comment = (c == '/' || c == '#') && startsComment();
            if (c == '\n' || ",:{}[]\"'`".indexOf(c) >= 0 || comment) {
                String read = text.substring(start, at).strip();
                if (read.isEmpty()) {
                    broken = Break.MALFORMED;
                    return null;
                }
                return read;
            }
            at++;
            if (at - start > LONGEST_BARE) {
                broken = Break.MALFORMED;
                return null;
            }
        }
        return null;
    }

    private boolean startsComment() {
        char c = text.charAt(at);
        return c == '#' || text.startsWith("//", at) || text.startsWith("/*", at);
    }

    /** The next character that is neither white space nor in a comment; 0 at the end, which breaks. */
    private char next() {
        while (spend()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if ((c == '/' || c == '#') && startsComment()) {
                leniencies.add(Leniency.COMMENT);
                int end = text.startsWith("/*", at) ? after("*/", at + 2) : after("\n", at);
                spent += end - at;
                at = end;
            } else {
                return c;
            }
        }
        return 0;
    }

    private int after(String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }

    /** Whether another character may be looked at. */
    private boolean spend() {
        if (broken != null) {
            return false;
        }
        if (at >= text.length()) {
            broken = Break.CUT_OFF;
            return false;
        }
        if (++spent > budget) {
            broken = Break.TOO_MUCH;
            return false;
        }
        return true;
    }
}
