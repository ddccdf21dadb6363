package dev.selvedge.model.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that every template has. */
final class Globals {
    private Globals() {}

    static Scope scope(LocalDateTime now, Budget budget) {
        var scope = new Scope(null);
        function(scope, "raise_exception", given -> {
            throw new Refusal(Printing.string(given.one("message"), budget).chars());
        });
        function(scope, "strftime_now", given -> {
            String format = given.text(given.one("format"), "format").chars();
            return Text.literal(time(format, now));
        });
        function(scope, "range", given -> range(given, budget));
        function(scope, "namespace", given -> new Value.Namespace(new LinkedHashMap<>(entries(given))));
        function(scope, "dict", given -> {
            var entries = new LinkedHashMap<Value, Value>();
            if (!given.positional().isEmpty() && given.positional().getFirst() instanceof Value.Mapping mapping) {
                entries.putAll(mapping.entries());
            }
            // The names may come from a value by way of '**', so they are not the template's own.
            given.named().forEach((name, value) -> entries.put(Text.data(name, Text.UNKNOWN), value));
            return new Value.Mapping(entries, 0);
        });
        function(scope, "joiner", Globals::joiner);
        function(scope, "cycler", Globals::cycler);
        return scope;
    }

    /** A template said that it does not take what it was given. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    private static void function(Scope scope, String name, Value.Function.Body body) {
        scope.set(name, new Value.Function(name, body));
    }

    private static Map<String, Value> entries(Given given) {
        var entries = new LinkedHashMap<String, Value>();
        if (!given.positional().isEmpty() && given.positional().getFirst() instanceof Value.Mapping mapping) {
            mapping.entries().forEach((key, value) -> {
                if (key instanceof Text name) {
                    entries.put(name.chars(), value);
                }
            });
        }
        entries.putAll(given.named());
        return entries;
    }

    private static Value range(Given given, Budget budget) {
        var a = given.bind("start", "stop", "step");
        int first = given.number(given.required(a[0], "start"), "start", 0);
        int start = a[1] == null ? 0 : first;
        int stop = a[1] == null ? first : given.number(a[1], "stop", 0);
        int step = given.number(a[2], "step", 1);
        if (step == 0) {
            throw new TemplateProblem("'range' has a step of 0");
        }
        long count = step > 0
                ? Math.max(0, ((long) stop - start + step - 1) / step)
                : Math.max(0, ((long) start - stop - step - 1) / -(long) step);
        if (count > Budget.MAX_RANGE) {
            throw new TemplateProblem("'range' has " + count + " numbers, more than " + Budget.MAX_RANGE);
        }
        budget.grow(32 * count);
        var numbers = new ArrayList<Value>();
        for (int i = 0; i < count; i++) {
            numbers.add(Value.Whole.of(start + (long) i * step));
        }
        return Value.Items.list(numbers);
    }

    /** Gives nothing when called first, and its separator from then on. */
    private static Value joiner(Given given) {
        Value separator = given.bind("sep")[0];
        var used = new boolean[1];
        return new Value.Function("joiner", call -> {
            boolean first = !used[0];
            used[0] = true;
            return first ? Text.EMPTY : separator == null ? Text.literal(", ") : separator;
        });
    }

    private static Value cycler(Given given) {
        List<Value> items = given.positional();
        if (items.isEmpty()) {
            throw new TemplateProblem("'cycler' needs items");
        }
        var at = new int[1];
        return new Value.Thing("cycler", name -> switch (name) {
            case "current" -> items.get(at[0]);
            case "next" ->
                new Value.Function(name, call -> {
                    Value current = items.get(at[0]);
                    at[0] = (at[0] + 1) % items.size();
                    return current;
                });
            case "reset" ->
                new Value.Function(name, call -> {
                    at[0] = 0;
                    return Value.None.NONE;
                });
            default -> null;
        });
    }

    /** C's strftime in English. */
    private static String time(String format, LocalDateTime now) {
        var out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char letter = format.charAt(++i);
            boolean bare = letter == '-' && i + 1 < format.length();
            letter = bare ? format.charAt(++i) : letter;
            String text = field(letter, now);
            out.append(bare ? text.replaceFirst("^[0 ]+(?=.)", "") : text);
        }
        return out.toString();
    }

    private static String field(char letter, LocalDateTime now) {
        String pattern = switch (letter) {
            case 'Y' -> "uuuu";
            case 'y' -> "uu";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'e' -> "ppd";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'j' -> "DDD";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'p' -> "a";
            case 'F' -> "uuuu-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'D' -> "MM/dd/uu";
            case 'f' -> "SSSSSS";
            case '%' -> "'%'";
            case 'n' -> "'\n'";
            case 't' -> "'\t'";
            case 'z', 'Z' -> "";
            default -> throw new TemplateProblem("strftime_now does not know '%" + letter + "'");
        };
        return pattern.isEmpty() ? "" : now.format(DateTimeFormatter.ofPattern(pattern, Locale.US));
    }
}
