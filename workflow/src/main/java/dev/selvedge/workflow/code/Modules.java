package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.python.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of Python's modules that an action or a coercion can stand for. */
final class Modules {
    private static final String PREFIX = "is.workflow.actions.";
    private static final Set<String> NOW = Set.of("datetime.now", "datetime.today", "date.today");

    /** How many arguments each takes. */
    private static final Map<String, Integer> ARGUMENTS = Map.ofEntries(
            Map.entry("time.sleep", 1),
            Map.entry("random.randint", 2),
            Map.entry("random.choice", 1),
            Map.entry("math.floor", 1),
            Map.entry("math.ceil", 1),
            Map.entry("math.sqrt", 1),
            Map.entry("json.loads", 1),
            Map.entry("json.dumps", 1),
            Map.entry("re.findall", 2),
            Map.entry("re.sub", 3),
            Map.entry("requests.get", 1));

    private static final Map<Character, String> FIELDS = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('j', "DDD"),
            Map.entry('%', "%"));

    private final Reading reading;
    private final Expressions expressions;

    Modules(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    /** What a call of a module's function gives, null where it is none that is known. */
    @Nullable
    Value value(String dotted, Written written, List<Statement> out, @Nullable String target) {
        String name = dotted.startsWith("datetime.date") ? dotted.substring("datetime.".length()) : dotted;
        if (reading.names().known(name.substring(0, Math.max(0, name.indexOf('.'))))) {
            return null;
        }
        if (NOW.contains(name)) {
            written.only(0, List.of(), reading);
            return new Reference(new Source.CurrentDate(), List.of());
        }
        Integer expected = ARGUMENTS.get(name);
        if (expected == null) {
            return null;
        }
        List<Value> given = expressions.values(written.positional(), out);
        if (given.size() != expected || !written.named().isEmpty()) {
            return reading.error(
                    written.call(),
                    name + " takes " + expected + (expected == 1 ? " value here." : " values here."),
                    "Use a function of the catalogue for more.");
        }
        return called(name, given, out, target);
    }

    private Value called(String name, List<Value> given, List<Statement> out, @Nullable String target) {
        Value first = given.getFirst();
        return switch (name) {
            case "time.sleep" -> {
                out.add(new Statement.Call(PREFIX + "delay", Fields.of("WFDelayTime", first), null));
                yield new Value.Nothing();
            }
            case "random.randint" -> {
                Map<String, Value> fields =
                        Fields.of("WFRandomNumberMinimum", first, "WFRandomNumberMaximum", given.getLast());
                yield call("number.random", fields, ContentType.NUMBER, "random_number_1", out, target);
            }
            case "random.choice" -> {
                Map<String, Value> fields = Fields.of("WFInput", first, "WFItemSpecifier", "Random Item");
                yield call("getitemfromlist", fields, ContentType.ANY, "item_from_list", out, target);
            }
            case "math.floor" -> rounded(first, "Always Round Down", out, target);
            case "math.ceil" -> rounded(first, "Always Round Up", out, target);
            case "math.sqrt" -> {
                Map<String, Value> fields =
                        Fields.of("WFInput", first, "WFMathOperation", "…", "WFScientificMathOperation", "√x");
                yield call("math", fields, ContentType.NUMBER, "result", out, target);
            }
            case "json.loads" -> coerced(first, "dictionary", out);
            case "json.dumps" -> coerced(first, "text", out);
            case "re.findall" -> {
                Map<String, Value> fields = Fields.of("text", given.getLast(), "WFMatchTextPattern", first);
                yield call("text.match", fields, ContentType.LIST, "matches", out, target);
            }
            case "re.sub" -> {
                Map<String, Value> fields = Fields.of(
                        "WFInput",
                        given.getLast(),
                        "WFReplaceTextFind",
                        first,
                        "WFReplaceTextReplace",
                        given.get(1),
                        "WFReplaceTextRegularExpression",
                        new Value.Bool(true));
                yield call("text.replace", fields, ContentType.TEXT, "updated_text", out, target);
            }
            default -> call("downloadurl", Fields.of("WFURL", first), ContentType.ANY, "contents_of_url", out, target);
        };
    }

    private Value call(
            String action,
            Map<String, Value> fields,
            ContentType type,
            String base,
            List<Statement> out,
            @Nullable String target) {
        return reading.call(PREFIX + action, fields, type, base, out, target);
    }

    private Value rounded(Value number, String mode, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("WFInput", number, "WFRoundTo", "Ones Place", "WFRoundMode", mode);
        return call("round", fields, ContentType.NUMBER, "rounded", out, target);
    }

    private Value coerced(Value value, String function, List<Statement> out) {
        Dialect.Coercion coercion = Dialect.coercion(function);
        return reading.follow(value, new Access.Coerce(coercion.type(), coercion.contentClass()), out);
    }

    /** {@code x.strftime("%d.%m.%Y")}. */
    Value formatted(Value date, Written written, List<Statement> out) {
        Node node = written.argument(0, "format");
        String format = node == null ? null : Literals.plainText(node, reading);
        String pattern = format == null ? null : pattern(format);
        return pattern == null
                ? reading.error(
                        written.call(),
                        "strftime expects a literal format of these: %Y %y %m %d %H %I %M %S %p %B %b %A %a %j.",
                        "Write x.format(\"yyyy-MM-dd\").")
                : reading.follow(date, DateFormat.ofPattern(pattern), out);
    }

    /** The pattern of the app for a format of C, null where it has none. */
    private static @Nullable String pattern(String format) {
        StringBuilder pattern = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            String part = c == '\'' ? "''" : String.valueOf(c);
            if (c == '%') {
                String field = ++i < format.length() ? FIELDS.get(format.charAt(i)) : null;
                if (field == null) {
                    return null;
                }
                part = field;
            }
            // Letters that are no fields stand in quotes.
            if (c != '\'' && quoted != (c != '%' && Character.isLetter(c))) {
                quoted = !quoted;
                pattern.append('\'');
            }
            pattern.append(part);
        }
        return pattern.append(quoted ? "'" : "").toString();
    }
}
