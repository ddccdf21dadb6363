package dev.selvedge.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Python's operations on strings. */
final class Strings {
    private Strings() {}

    /** @param chars the characters to take away, null for white space */
    static Text strip(Text text, @Nullable String chars, boolean left, boolean right) {
        IntPredicate goes = chars == null ? Python::isSpace : c -> chars.indexOf(c) >= 0;
        String string = text.chars();
        int from = 0;
        int to = string.length();
        while (left && from < to && goes.test(string.codePointAt(from))) {
            from += Character.charCount(string.codePointAt(from));
        }
        while (right && from < to && goes.test(string.codePointBefore(to))) {
            to -= Character.charCount(string.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** @param separator null for runs of white space, which also count for nothing at both ends */
    static List<Value> split(Text text, @Nullable Text separator, int most, Budget budget) {
        budget.grow(text.length());
        return separator == null ? splitSpace(text, most) : splitAt(text, separator.chars(), most, budget);
    }

    private static List<Value> splitAt(Text text, String separator, int most, Budget budget) {
        if (separator.isEmpty()) {
            throw new TemplateProblem("split needs a separator that is not empty");
        }
        var parts = new ArrayList<Value>();
        int from = 0;
        for (int at = text.chars().indexOf(separator);
                at >= 0 && (most < 0 || parts.size() < most);
                at = text.chars().indexOf(separator, from)) {
            budget.grow(8);
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from, text.length()));
        return parts;
    }

    private static List<Value> splitSpace(Text text, int most) {
        var parts = new ArrayList<Value>();
        Text rest = strip(text, null, true, false);
        while (!rest.isEmpty() && (most < 0 || parts.size() < most)) {
            int end = 0;
            while (end < rest.length() && !Python.isSpace(rest.chars().charAt(end))) {
                end++;
            }
            parts.add(rest.substring(0, end));
            int next = end;
            while (next < rest.length() && Python.isSpace(rest.chars().charAt(next))) {
                next++;
            }
            rest = rest.substring(next, rest.length());
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return parts;
    }

    /** As {@link #split} with a separator, from the right. */
    static List<Value> splitRight(Text text, Text separator, int most, Budget budget) {
        if (separator.isEmpty()) {
            throw new TemplateProblem("rsplit needs a separator that is not empty");
        }
        budget.grow(text.length());
        var parts = new ArrayList<Value>();
        int to = text.length();
        for (int at = text.chars().lastIndexOf(separator.chars());
                at >= 0 && (most < 0 || parts.size() < most);
                at = text.chars().lastIndexOf(separator.chars(), to - separator.length())) {
            budget.grow(8);
            parts.addFirst(text.substring(at + separator.length(), to));
            to = at;
            if (to < separator.length()) {
                break;
            }
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    static List<Value> lines(Text text, boolean keepEnds, Budget budget) {
        budget.grow(text.length());
        var lines = new ArrayList<Value>();
        String chars = text.chars();
        int from = 0;
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            if (c >= 10 && c <= 13 || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029) {
                int end = c == '\r' && i + 1 < chars.length() && chars.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                budget.grow(8);
                lines.add(text.substring(from, keepEnds ? end : i));
                from = end;
                i = end - 1;
            }
        }
        if (from < chars.length()) {
            lines.add(text.substring(from, chars.length()));
        }
        return lines;
    }

    /** @param most how many at most, negative for all */
    static Text replace(Text text, Text old, Text by, int most, Budget budget) {
        var out = new Text.Builder();
        String chars = text.chars();
        int from = 0;
        for (int n = 0; most < 0 || n < most; n++) {
            // An empty string is found before each character and at the end.
            int at = old.isEmpty() && n > 0 ? from + 1 : chars.indexOf(old.chars(), from);
            if (at < 0 || at > chars.length()) {
                break;
            }
            if (old.isEmpty() && n > 0 && at < chars.length() && Character.isLowSurrogate(chars.charAt(at))) {
                at++;
            }
            budget.grow(at - from + (long) by.length() + 1);
            out.append(text, from, at).append(by);
            from = at + old.length();
        }
        budget.grow((long) chars.length() - from);
        return out.append(text, from, chars.length()).text();
    }

    static Text upper(Text text, Budget budget) {
        return mapped(text, budget, c -> Character.toString(c).toUpperCase(Locale.ROOT));
    }

    static Text lower(Text text, Budget budget) {
        return mapped(text, budget, c -> Character.toString(c).toLowerCase(Locale.ROOT));
    }

    /** Each word with a capital, the rest small; a word begins after any character that {@code ends} one. */
    static Text title(Text text, Budget budget, IntPredicate ends) {
        var previous = new int[] {' '};
        return mapped(text, budget, c -> {
            boolean begins = ends.test(previous[0]);
            previous[0] = c;
            String letter = Character.toString(c);
            return begins ? Character.toString(Character.toTitleCase(c)) : letter.toLowerCase(Locale.ROOT);
        });
    }

    static Text capitalize(Text text, Budget budget) {
        var first = new boolean[] {true};
        return title(text, budget, c -> {
            boolean now = first[0];
            first[0] = false;
            return now;
        });
    }

    private static Text mapped(Text text, Budget budget, IntFunction<String> mapping) {
        budget.grow(text.length());
        var out = new Text.Builder();
        int start = 0;
        for (Text.Run run : text.runs()) {
            var changed = new StringBuilder();
            text.chars().substring(start, run.end()).codePoints().forEach(c -> changed.append(mapping.apply(c)));
            out.append(changed.toString(), run);
            start = run.end();
        }
        return out.text();
    }

    static Text repeat(Text text, int times, Budget budget) {
        budget.grow(times, text.length());
        var out = new Text.Builder();
        if (text.runs().size() == 1) {
            return out.append(text.chars().repeat(times), text.first()).text();
        }
        for (int i = 0; i < times && !text.isEmpty(); i++) {
            out.append(text);
        }
        return out.text();
    }

    static Text join(List<Value> parts, Text separator, Budget budget) {
        var out = new Text.Builder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                budget.grow(separator.length());
                out.append(separator);
            }
            Text part = Printing.string(parts.get(i), budget);
            budget.grow(part.length());
            out.append(part);
        }
        return out.text();
    }

    /** The filter {@code indent}. */
    static Text indent(Text text, Text margin, boolean first, boolean blank, Budget budget) {
        var out = new Text.Builder();
        List<Value> lines = lines(text.plus(Text.literal("\n")), false, budget);
        for (int i = 0; i < lines.size(); i++) {
            Text line = (Text) lines.get(i);
            boolean indented = i == 0 ? first : blank || !line.isEmpty();
            budget.grow((long) line.length() + margin.length() + 1);
            out.append(indented ? margin : Text.EMPTY)
                    .append(line)
                    .append(i + 1 < lines.size() ? "\n" : "", line.first());
        }
        return out.text();
    }

    /** Python's {@code template % values}, for the conversions s, r, d, i, f and %%. */
    static Text percent(Text template, Value values, Budget budget) {
        List<Value> given = values instanceof Value.Items items && items.tuple() ? items.items() : List.of(values);
        var out = new Text.Builder();
        int used = 0;
        int from = 0;
        String chars = template.chars();
        for (int at = chars.indexOf('%'); at >= 0; at = chars.indexOf('%', from)) {
            out.append(template, from, at);
            int end = at + 1;
            while (end < chars.length() && "0123456789.-+ ".indexOf(chars.charAt(end)) >= 0) {
                end++;
            }
            char conversion = end < chars.length() ? chars.charAt(end) : ' ';
            if (conversion == '%') {
                out.append(template, end, end + 1);
            } else if (used < given.size()) {
                Text text = converted(conversion, chars.substring(at + 1, end), given.get(used++), budget);
                budget.grow(text.length());
                out.append(text);
            } else {
                throw new TemplateProblem("there are fewer values than places in the format '" + chars + "'");
            }
            from = end + 1;
        }
        if (used < given.size()) {
            throw new TemplateProblem("there are more values than places in the format '" + chars + "'");
        }
        return out.append(template, Math.min(from, chars.length()), chars.length())
                .text();
    }

    private static Text converted(char conversion, String flags, Value value, Budget budget) {
        if (conversion == 's' && flags.isEmpty()) {
            return Printing.string(value, budget);
        }
        if (conversion == 'r' && flags.isEmpty()) {
            return Printing.representation(value, budget);
        }
        boolean plain = flags.matches("[-+ 0]{0,3}\\d{0,3}(\\.\\d{1,2})?");
        Double real = Python.real(value);
        if (plain && real != null && (conversion == 'd' || conversion == 'i')) {
            BigInteger whole = Python.whole(value);
            BigInteger number = whole != null ? whole : BigInteger.valueOf(real.longValue());
            return formatted("%" + flags + "d", number);
        }
        if (plain && real != null && conversion == 'f') {
            return formatted("%" + flags + "f", real);
        }
        if (conversion == 's' && flags.matches("-?\\d{1,3}")) {
            Text text = Printing.string(value, budget);
            int missing = Math.abs(Integer.parseInt(flags)) - text.chars().codePointCount(0, text.length());
            Text padding = Text.literal(" ".repeat(Math.max(0, missing)));
            return flags.startsWith("-") ? text.plus(padding) : padding.plus(text);
        }
        throw new TemplateProblem(
                "the format '%" + flags + conversion + "' for " + Python.kind(value) + " is not known");
    }

    private static Text formatted(String format, Number number) {
        try {
            return Text.literal(String.format(Locale.ROOT, format, number));
        } catch (IllegalFormatException e) {
            throw new TemplateProblem("the format '" + format + "' is not known");
        }
    }
}
