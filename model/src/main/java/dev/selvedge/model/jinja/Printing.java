package dev.selvedge.model.jinja;

import dev.selvedge.core.python.PythonValue;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How values become text: as Python's {@code str} and {@code repr} print them, and as {@code json.dumps} with
 * {@code ensure_ascii=False} does. Text keeps its origins; brackets, quotes and numbers inside a value with an origin
 * have that origin.
 */
final class Printing {
    private static final Text.Run OWN = new Text.Run(0, 0, true);

    private final Text.Builder out = new Text.Builder();
    private final Budget budget;
    private final boolean json;
    private final String itemSeparator;
    private final String keySeparator;
    private final String indent;
    private final boolean sorted;
    private final boolean ascii;

    private Printing(
            Budget budget,
            boolean json,
            String itemSeparator,
            String keySeparator,
            String indent,
            boolean sorted,
            boolean ascii) {
        this.budget = budget;
        this.json = json;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.indent = indent;
        this.sorted = sorted;
        this.ascii = ascii;
    }

    /** What {@code {{ value }}} prints. */
    static Text string(Value value, Budget budget) {
        return switch (value) {
            case Text text -> text;
            case Value.Undefined v -> Text.EMPTY;
            default -> representation(value, budget);
        };
    }

    /** As Python's {@code repr}. */
    static Text representation(Value value, Budget budget) {
        var printing = new Printing(budget, false, ", ", ": ", "", false, false);
        printing.value(value, OWN, 0);
        return printing.out.text();
    }

    /** What the filter {@code tojson} gives. */
    static Text json(Value value, Given given, Budget budget) {
        var options = given.bind("ensure_ascii", "indent", "separators", "sort_keys");
        String indent = "";
        Value wanted = options[1];
        if (wanted instanceof Text text) {
            indent = text.chars();
        } else if (wanted != null && wanted != Value.None.NONE) {
            int width = Python.index(wanted, "tojson's 'indent'");
            if (width > Budget.MAX_WIDTH) {
                throw new TemplateProblem("tojson's 'indent' is " + width + ", more than " + Budget.MAX_WIDTH);
            }
            indent = " ".repeat(Math.max(0, width));
        }
        boolean lines = wanted != null && wanted != Value.None.NONE;
        String item = lines ? "," : ", ";
        String key = ": ";
        if (options[2] instanceof Value.Items separators && separators.items().size() == 2) {
            item = given.text(separators.items().get(0), "separators").chars();
            key = given.text(separators.items().get(1), "separators").chars();
        }
        boolean ascii = options[0] != null && Python.truth(options[0]);
        boolean sorted = options[3] != null && Python.truth(options[3]);
        var printing = new Printing(budget, true, item, key, lines ? "\n" + indent : "", sorted, ascii);
        printing.value(value, OWN, 0);
        return printing.out.text();
    }

    private void add(String text, Text.Run like) {
        budget.grow(text.length());
        out.append(text, like);
    }

    private void value(Value value, Text.Run around, int depth) {
        budget.step();
        switch (value) {
            case Value.Undefined v -> {
                if (json) {
                    throw new TemplateProblem("tojson cannot write what is undefined: " + v.what());
                }
                add("Undefined", around);
            }
            case Value.None v -> add(json ? "null" : "None", around);
            case Value.Bool v -> {
                String name = v == Value.Bool.TRUE ? "True" : "False";
                add(json ? name.toLowerCase(Locale.ROOT) : name, around);
            }
            case Value.Whole v -> add(v.value().toString(), around);
            case Value.Real v -> add(real(v.value(), json), around);
            case Text v -> quoted(v, around);
            case Value.Items v -> items(v, like(v.origin(), around), depth);
            case Value.Mapping v -> mapping(v, like(v.origin(), around), depth);
            case Value.Namespace v -> opaque(v, around);
            case Value.Function v -> opaque(v, around);
            case Value.Thing v -> opaque(v, around);
        }
    }

    private void opaque(Value value, Text.Run around) {
        if (json) {
            throw new TemplateProblem("tojson cannot write " + Python.kind(value));
        }
        add("<" + Python.kind(value).substring(2) + ">", around);
    }

    private static Text.Run like(int origin, Text.Run around) {
        return origin == 0 ? around : new Text.Run(0, origin, false);
    }

    private void items(Value.Items list, Text.Run like, int depth) {
        boolean tuple = list.tuple() && !json;
        add(tuple ? "(" : "[", like);
        boolean first = true;
        for (Value item : list.items()) {
            between(first, like, depth + 1);
            value(item, like, depth + 1);
            first = false;
        }
        if (!first) {
            add(tuple && list.items().size() == 1 ? "," : "", like);
            line(like, depth);
        }
        add(tuple ? ")" : "]", like);
    }

    private void mapping(Value.Mapping mapping, Text.Run like, int depth) {
        Map<Value, Value> entries = mapping.entries();
        if (sorted) {
            entries = new TreeMap<>((a, b) -> Python.compare(a, b, budget));
            entries.putAll(mapping.entries());
        }
        add("{", like);
        boolean first = true;
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            between(first, like, depth + 1);
            Value key = entry.getKey();
            if (json && !(key instanceof Text)) {
                add("\"", like);
                value(key, like, depth);
                add("\"", like);
            } else {
                value(key, like, depth);
            }
            add(keySeparator, like);
            value(entry.getValue(), like, depth + 1);
            first = false;
        }
        if (!first) {
            line(like, depth);
        }
        add("}", like);
    }

    private void between(boolean first, Text.Run like, int depth) {
        add(first ? "" : itemSeparator, like);
        line(like, depth);
    }

    private void line(Text.Run like, int depth) {
        if (!indent.isEmpty()) {
            budget.grow(depth, indent.length());
            add("\n" + indent.substring(1).repeat(depth), like);
        }
    }

    private void quoted(Text text, Text.Run around) {
        Text.Run quotes = around.origin() == 0 ? text.first() : around;
        boolean single = !json && !(text.chars().contains("'") && !text.chars().contains("\""));
        char quote = single ? '\'' : '"';
        add(String.valueOf(quote), quotes);
        int start = 0;
        for (Text.Run run : text.runs()) {
            var escaped = new StringBuilder();
            text.chars()
                    .substring(start, run.end())
                    .codePoints()
                    .forEach(c -> escaped.append(json ? jsonEscape(c) : PythonValue.written(c, quote)));
            add(escaped.toString(), run);
            start = run.end();
        }
        add(String.valueOf(quote), quotes);
    }

    private String jsonEscape(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> {
                if (c >= 0x20 && (!ascii || c < 0x7f)) {
                    yield Character.toString(c);
                }
                var units = new StringBuilder();
                for (char unit : Character.toChars(c)) {
                    units.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield units.toString();
            }
        };
    }

    /** The shortest digits that give the number back, laid out as Python does. */
    static String real(double value, boolean json) {
        if (json && !Double.isFinite(value)) {
            return Double.toString(value);
        }
        return new PythonValue.Float(value).repr();
    }
}
