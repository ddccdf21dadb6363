package dev.selvedge.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The filters after {@code |}. Those of lists are in {@link ListFilters}. */
final class Filters {
    static final Set<String> NAMES = Set.of(
            "abs",
            "attr",
            "batch",
            "capitalize",
            "center",
            "count",
            "d",
            "default",
            "dictsort",
            "e",
            "escape",
            "first",
            "float",
            "format",
            "indent",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "max",
            "min",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "round",
            "safe",
            "select",
            "selectattr",
            "slice",
            "sort",
            "string",
            "sum",
            "title",
            "tojson",
            "trim",
            "unique",
            "upper",
            "urlencode",
            "wordcount",
            "groupby");

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private Filters() {}

    static Value apply(String name, Value input, Given given, Budget budget) {
        return switch (name) {
            case "tojson" -> Printing.json(input, given, budget);
            case "default", "d" -> byDefault(input, given);
            case "trim" -> trim(input, given, budget);
            case "replace" -> {
                var a = given.bind("old", "new", "count");
                yield Strings.replace(
                        Printing.string(input, budget),
                        Printing.string(given.required(a[0], "old"), budget),
                        Printing.string(given.required(a[1], "new"), budget),
                        given.number(a[2], "count", -1),
                        budget);
            }
            case "indent" -> indent(input, given, budget);
            case "format" -> {
                given.positional().forEach(v -> budget.step());
                yield Strings.percent(
                        Printing.string(input, budget), new Value.Items(given.positional(), true, 0), budget);
            }
            case "center" -> center(input, given, budget);
            case "int" -> whole(input, given);
            case "float" -> real(input, given);
            case "round" -> round(input, given);
            case "attr" ->
                Methods.attribute(input, given.text(given.one("name"), "name").chars(), budget);
            case "escape", "e" ->
                throw new TemplateProblem("'escape' is for HTML, which a chat template does not write");
            case "string", "safe", "upper", "lower", "title", "capitalize", "urlencode", "wordcount", "abs" -> {
                given.none();
                yield alone(name, input, budget);
            }
            default -> ListFilters.apply(name, input, given, budget);
        };
    }

    private static Value alone(String name, Value input, Budget budget) {
        if (name.equals("abs")) {
            Double number = Python.real(input);
            return number != null && number < 0 ? Operators.unary("-", input) : input;
        }
        Text text = Printing.string(input, budget);
        return switch (name) {
            case "string", "safe" -> text;
            case "upper" -> Strings.upper(text, budget);
            case "lower" -> Strings.lower(text, budget);
            // Jinja's words begin after white space, hyphens and opening brackets; Python's after any non-letter.
            case "title" -> Strings.title(text, budget, c -> Python.isSpace(c) || "-([{<".indexOf(c) >= 0);
            case "capitalize" -> Strings.capitalize(text, budget);
            case "urlencode" -> urlEncoded(text, budget);
            case "wordcount" ->
                Value.Whole.of(WORD.matcher(text.chars()).results().count());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Value byDefault(Value input, Given given) {
        var a = given.bind("default_value", "boolean");
        boolean falseToo = a[1] != null && Python.truth(a[1]);
        boolean missing = input instanceof Value.Undefined || falseToo && !Python.truth(input);
        return !missing ? input : a[0] == null ? Text.EMPTY : a[0];
    }

    private static Value trim(Value input, Given given, Budget budget) {
        var a = given.bind("chars");
        String chars = a[0] == null || a[0] == Value.None.NONE
                ? null
                : given.text(a[0], "chars").chars();
        return Strings.strip(Printing.string(input, budget), chars, true, true);
    }

    private static Value indent(Value input, Given given, Budget budget) {
        var a = given.bind("width", "first", "blank");
        Text margin = a[0] instanceof Text text
                ? text
                : Text.literal(" ".repeat(width(given.number(a[0], "width", 4), "indent")));
        boolean first = a[1] != null && Python.truth(a[1]);
        boolean blank = a[2] != null && Python.truth(a[2]);
        return Strings.indent(Printing.string(input, budget), margin, first, blank, budget);
    }

    private static int width(int width, String filter) {
        if (width > Budget.MAX_WIDTH) {
            throw new TemplateProblem("the width of '" + filter + "' is " + width + ", more than " + Budget.MAX_WIDTH);
        }
        return Math.max(0, width);
    }

    private static Value center(Value input, Given given, Budget budget) {
        var a = given.bind("width");
        Text text = Printing.string(input, budget);
        int missing = Math.max(0, width(given.number(a[0], "width", 80), "center") - text.length());
        // Where the padding is odd, Python puts the larger half to the right, or to the left if the width is odd.
        int left = missing / 2 + (missing & (text.length() + missing) & 1);
        return Text.literal(" ".repeat(left)).plus(text).plus(Text.literal(" ".repeat(missing - left)));
    }

    private static Value urlEncoded(Text text, Budget budget) {
        budget.grow(3L * text.length());
        var out = new Text.Builder();
        int start = 0;
        for (Text.Run run : text.runs()) {
            var encoded = new StringBuilder();
            for (byte b : text.chars().substring(start, run.end()).getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                encoded.append(plain || "_.-~/".indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
            }
            out.append(encoded.toString(), run);
            start = run.end();
        }
        return out.text();
    }

    private static Value whole(Value input, Given given) {
        var a = given.bind("default", "base");
        Value otherwise = a[0] == null ? Value.Whole.of(0) : a[0];
        if (input instanceof Value.Undefined(String what)) {
            throw new TemplateProblem("'int' needs a number: " + what);
        }
        BigInteger whole = Python.whole(input);
        if (whole != null) {
            return new Value.Whole(whole);
        }
        if (input instanceof Value.Real(double number)) {
            return Double.isFinite(number) ? new Value.Whole(new BigDecimal(number).toBigInteger()) : otherwise;
        }
        if (!(input instanceof Text text) || text.length() > 400) {
            return otherwise;
        }
        String digits = Strings.strip(text, null, true, true).chars();
        try {
            return new Value.Whole(new BigInteger(digits, given.number(a[1], "base", 10)));
        } catch (NumberFormatException e) {
            Value number = parsed(digits, otherwise);
            return number instanceof Value.Real
                    ? whole(number, new Given("int", List.of(otherwise), Map.of()))
                    : number;
        }
    }

    private static Value real(Value input, Given given) {
        var a = given.bind("default");
        Value otherwise = a[0] == null ? new Value.Real(0) : a[0];
        Double number = Python.real(input);
        if (number != null) {
            return new Value.Real(number);
        }
        return input instanceof Text text && text.length() <= 400
                ? parsed(Strings.strip(text, null, true, true).chars(), otherwise)
                : otherwise;
    }

    private static Value parsed(String digits, Value otherwise) {
        boolean number = digits.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
        return number ? new Value.Real(Double.parseDouble(digits)) : otherwise;
    }

    private static Value round(Value input, Given given) {
        var a = given.bind("precision", "method");
        int precision = given.number(a[0], "precision", 0);
        String method = a[1] == null ? "common" : given.text(a[1], "method").chars();
        RoundingMode mode = switch (method) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new TemplateProblem("'round' knows common, ceil and floor, not '" + method + "'");
        };
        Double number = Python.real(input);
        if (number == null || !Double.isFinite(number) || Math.abs(precision) > 300) {
            throw new TemplateProblem("'round' needs a number, not " + Python.kind(input));
        }
        return new Value.Real(new BigDecimal(number).setScale(precision, mode).doubleValue());
    }

    /** A list of the values, for filters that give one. */
    static Value list(List<Value> values) {
        return Value.Items.list(new ArrayList<>(values));
    }
}
