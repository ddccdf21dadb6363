package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Diagnostic.Topic;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's built-in functions that an action or a coercion can stand for. A catalogue's function of the name goes first. */
final class Builtins {
    static final String ASK_ACTION = "is.workflow.actions.ask";
    private static final String SHOW = "is.workflow.actions.showresult";
    private static final String COUNT = "is.workflow.actions.count";
    private static final String ROUND = "is.workflow.actions.round";
    private static final String STATISTICS = "is.workflow.actions.statistics";
    private static final Map<String, String> COERCIONS =
            Map.of("str", "text", "int", "number", "float", "number", "bool", "boolean");
    private static final Map<String, String> SUMMARIES = Map.of("sum", "Sum", "min", "Minimum", "max", "Maximum");

    static final Set<String> NAMES = Set.of(
            "str", "int", "float", "bool", "len", "print", "input", "abs", "round", "sum", "min", "max", "list",
            "dict");

    private final Reading reading;
    private final Expressions expressions;
    private final Words words;

    Builtins(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
        words = new Words(reading, expressions);
    }

    Value value(String name, Written written, List<Statement> out, @Nullable String target) {
        String coercion = COERCIONS.get(name);
        if (coercion != null) {
            return words.shortCoercion(coercion, written, out);
        }
        String summary = SUMMARIES.get(name);
        if (summary != null) {
            Value input = written.positional().size() == 1
                    ? first(written, out)
                    : new Value.ListOf(expressions.values(written.positional(), out));
            Map<String, Value> fields = Fields.of("Input", input, "WFStatisticsOperation", summary);
            return reading.call(STATISTICS, fields, ContentType.NUMBER, "statistics", out, target);
        }
        return switch (name) {
            case "len" -> {
                Value value = first(written, out);
                String type = reading.type(value) == ContentType.TEXT ? "Characters" : "Items";
                Map<String, Value> fields = Fields.of("Input", value, "WFCountType", type);
                yield reading.call(COUNT, fields, ContentType.NUMBER, "count", out, target);
            }
            case "input" -> {
                Value prompt = written.positional().isEmpty() ? new Value.Text("") : first(written, out);
                Map<String, Value> fields = Fields.of("WFAskActionPrompt", prompt);
                yield reading.call(ASK_ACTION, fields, ContentType.ANY, "provided_input", out, target);
            }
            case "abs" -> {
                Map<String, Value> fields = Fields.of(
                        "WFInput", first(written, out), "WFMathOperation", "…", "WFScientificMathOperation", "abs(x)");
                yield reading.call(Arithmetic.MATHS, fields, ContentType.NUMBER, "result", out, target);
            }
            case "round" -> round(written, out, target);
            case "list" -> written.positional().isEmpty() ? new Value.ListOf(List.of()) : first(written, out);
            case "dict" -> dictionary(written, out);
            case "print" ->
                reading.error(written.call(), "print gives no value.", "Write it as a statement of its own.");
            default -> unknown(name, written);
        };
    }

    /** {@code print(a, b)}: what is shown, with spaces between. */
    Statement print(Written written, List<Statement> out) {
        List<Value> parts = new ArrayList<>();
        for (Node node : written.positional()) {
            if (!parts.isEmpty()) {
                parts.add(new Value.Text(" "));
            }
            parts.addAll(expressions.literals().asParts(expressions.value(node, out), out));
        }
        written.only(Integer.MAX_VALUE, List.of("sep", "end"), reading);
        return new Statement.Call(SHOW, Fields.of("Text", Literals.joined(parts)), null);
    }

    private Value first(Written written, List<Statement> out) {
        if (written.positional().size() == 1 && written.named().isEmpty()) {
            return expressions.value(written.positional().getFirst(), out);
        }
        String name = reading.text(Reading.part(written.call(), "function"));
        return reading.error(written.call(), name + " takes one value here.", "Write " + name + "(x).");
    }

    private Value round(Written written, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields;
        if (written.positional().size() == 2) {
            List<Value> values = expressions.values(written.positional(), out);
            fields = Fields.of(
                    "WFInput", values.get(0), "WFRoundType", "Right of Decimal", "WFRoundDecimalPlaces", values.get(1));
        } else {
            fields = Fields.of("WFInput", first(written, out), "WFRoundTo", "Ones Place", "WFRoundMode", "Normal");
        }
        return reading.call(ROUND, fields, ContentType.NUMBER, "rounded", out, target);
    }

    private Value dictionary(Written written, List<Statement> out) {
        if (!written.positional().isEmpty()) {
            return words.shortCoercion("dictionary", written, out);
        }
        List<Value.Entry> entries = new ArrayList<>();
        written.fields(reading)
                .forEach(
                        (key, node) -> entries.add(new Value.Entry(new Value.Text(key), expressions.value(node, out))));
        return new Value.Dictionary(entries);
    }

    private Value unknown(String name, Written written) {
        expressions.values(written.positional(), new ArrayList<>());
        Node at = Reading.part(written.call(), "function");
        if (!at.type().equals("identifier")) {
            return reading.error(at, "Only a function can be called.", "Write function(name=value).");
        }
        if (reading.names().known(name)) {
            return reading.error(at, name + " is a variable, not a function.", "Leave the brackets out.");
        }
        String missing = "There is no function " + Nearest.excerpt(name) + ".";
        reading.problems().error(at, missing, reading.problems().full() ? "" : meant(name), Topic.ACTION);
        return Reading.UNKNOWN;
    }

    private String meant(String name) {
        String id = actionWithUnderscores(name);
        return id != null
                ? "Write " + reading.function(id) + "."
                : reading.meant(name, Calls.functions(reading.catalog()), "Use a function of the catalogue.");
    }

    /** Other transcriptions write identifiers with underscores for dots. */
    private @Nullable String actionWithUnderscores(String name) {
        return reading.catalog().actions().stream()
                .map(Catalog.Action::id)
                .filter(id -> id.replace('.', '_').equals(name))
                .findFirst()
                .orElse(null);
    }
}
