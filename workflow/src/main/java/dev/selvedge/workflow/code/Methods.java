package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code x.method(…)}: parts and formats of a value, and what Python does with text and dictionaries. */
final class Methods {
    private static final String CASE = "is.workflow.actions.text.changecase";
    private static final String SPLIT = "is.workflow.actions.text.split";
    private static final String COMBINE = "is.workflow.actions.text.combine";
    private static final String REPLACE = "is.workflow.actions.text.replace";
    private static final String VALUES = "is.workflow.actions.getvalueforkey";
    private static final Map<String, String> CASES = Map.of(
            "upper", "UPPERCASE",
            "lower", "lowercase",
            "title", "Capitalize Every Word",
            "capitalize", "Capitalize with sentence case");
    private static final Map<String, String> TRIMMED =
            Map.of("strip", "^\\s+|\\s+$", "lstrip", "^\\s+", "rstrip", "\\s+$");
    private static final List<String> NAMES = List.of(
            "prop",
            "format",
            "append",
            "startswith",
            "endswith",
            "upper",
            "lower",
            "title",
            "capitalize",
            "split",
            "splitlines",
            "join",
            "replace",
            "strip",
            "lstrip",
            "rstrip",
            "get",
            "json",
            "strftime",
            "keys",
            "values");
    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{([A-Za-z0-9_]*)(![rsa])?(:[^{}]*)?}");

    private final Reading reading;
    private final Expressions expressions;
    private final Modules modules;

    Methods(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
        modules = new Modules(reading, expressions);
    }

    Value value(Node call, Node function, List<Statement> out, @Nullable String target) {
        Node objectNode = Reading.part(function, "object");
        String method = reading.text(Reading.part(function, "attribute"));
        Written written = Written.of(call, reading);
        String dotted = reading.text(function);
        Value ofModule = modules.value(dotted, written, out, target);
        if (ofModule != null) {
            return ofModule;
        }
        if (!NAMES.contains(method) || method.equals("append")) {
            return unknown(call, objectNode, method, dotted);
        }
        if (method.equals("format") && objectNode.type().endsWith("string")) {
            return filled(objectNode, written, out);
        }
        Value object = expressions.value(objectNode, out);
        String letterCase = CASES.get(method);
        String trimmed = TRIMMED.get(method);
        if (letterCase != null || trimmed != null || method.equals("keys") || method.equals("values")) {
            written.only(0, List.of(), reading);
        }
        if (letterCase != null) {
            return text(CASE, Fields.of("text", object, "WFCaseType", letterCase), "updated_text", out, target);
        }
        if (trimmed != null) {
            return trim(object, trimmed, out, target);
        }
        return switch (method) {
            case Attribute.PROPERTY -> property(object, written, out);
            case DateFormat.METHOD -> format(object, written, out);
            case "split", "splitlines" -> split(object, method, written, out, target);
            case "join" -> join(object, written, out, target);
            case "replace" -> replace(object, written, out, target);
            case "get" -> get(object, written, out, target);
            case "json" -> {
                written.only(0, List.of(), reading);
                Dialect.Coercion dictionary = Dialect.coercion("dictionary");
                yield reading.follow(object, new Access.Coerce(dictionary.type(), dictionary.contentClass()), out);
            }
            case "strftime" -> modules.formatted(object, written, out);
            case "keys" -> all(object, "All Keys", out, target);
            default -> all(object, "All Values", out, target);
        };
    }

    private Value trim(Value object, String pattern, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of(
                "WFInput",
                object,
                "WFReplaceTextFind",
                pattern,
                "WFReplaceTextReplace",
                "",
                "WFReplaceTextRegularExpression",
                new Value.Bool(true));
        return text(REPLACE, fields, "updated_text", out, target);
    }

    private Value unknown(Node call, Node object, String method, String dotted) {
        if (method.equals("append")) {
            return reading.error(call, "append gives no value.", "Write it as a statement of its own.");
        }
        if (object.type().equals("attribute") || reading.catalog().byId(dotted).isPresent()) {
            return reading.error(
                    call,
                    "An action is not called by its dotted identifier.",
                    "Write " + reading.function(dotted.matches("[\\w.]{1,200}") ? dotted : "com.app.Action") + ".");
        }
        return reading.error(
                call,
                "There is no method ." + method + "().",
                reading.meant(method, NAMES, "Use a function of the catalogue instead."));
    }

    private Value text(
            String action, Map<String, Value> fields, String base, List<Statement> out, @Nullable String target) {
        return reading.call(action, fields, ContentType.TEXT, base, out, target);
    }

    private Value property(Value object, Written written, List<Statement> out) {
        String name = written.positional().size() == 1
                ? Literals.plainText(written.positional().getFirst(), reading)
                : null;
        if (name == null) {
            return reading.error(
                    written.call(), "prop expects the name of a property.", "Write x.prop(\"File Size\").");
        }
        return reading.follow(object, new Access.Property(name, fields(written, out)), out);
    }

    private Map<String, Value> fields(Written written, List<Statement> out) {
        Map<String, Value> fields = new LinkedHashMap<>();
        written.fields(reading).forEach((key, node) -> fields.put(key, expressions.value(node, out)));
        return fields;
    }

    private Value format(Value object, Written written, List<Statement> out) {
        if (written.positional().size() == 1 && written.named().isEmpty()) {
            String pattern = Literals.plainText(written.positional().getFirst(), reading);
            if (pattern != null) {
                return reading.follow(object, DateFormat.ofPattern(pattern), out);
            }
        }
        if (!written.positional().isEmpty() || written.named().isEmpty()) {
            return reading.error(
                    written.call(), "format expects a pattern for dates.", "Write x.format(\"yyyy-MM-dd\").");
        }
        Map<String, Value> settings = fields(written, out);
        Value kind = settings.remove(DateFormat.KIND);
        Access.Format format = kind instanceof Value.Text(String text)
                ? new Access.Format(text, settings)
                : DateFormat.ofWords(settings);
        return kind == null || kind instanceof Value.Text
                ? reading.follow(object, format, out)
                : reading.error(written.call(), "The kind of a format is a literal text.", "Write it in quotes.");
    }

    private Value split(Value object, String method, Written written, List<Statement> out, @Nullable String target) {
        written.only(1, List.of("sep"), reading);
        Node node = written.argument(0, "sep");
        Map<String, Value> fields = Fields.of("text", object);
        if (method.equals("splitlines")) {
            separator(fields, new Value.Text("\n"));
        } else if (node == null) {
            fields.put("WFTextSeparator", new Value.Text("Spaces"));
        } else {
            separator(fields, expressions.value(node, out));
        }
        return reading.call(SPLIT, fields, ContentType.LIST, "split_text", out, target);
    }

    private static void separator(Map<String, Value> fields, Value separator) {
        if (separator.equals(new Value.Text("\n"))) {
            fields.put("WFTextSeparator", new Value.Text("New Lines"));
        } else if (separator.equals(new Value.Text(" "))) {
            fields.put("WFTextSeparator", new Value.Text("Spaces"));
        } else {
            fields.put("WFTextSeparator", new Value.Text("Custom"));
            fields.put("WFTextCustomSeparator", separator);
        }
    }

    private Value join(Value separator, Written written, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("text", one(written, out));
        separator(fields, separator);
        return text(COMBINE, fields, "combined_text", out, target);
    }

    private Value one(Written written, List<Statement> out) {
        written.only(1, List.of(), reading);
        return written.positional().isEmpty()
                ? reading.error(written.call(), "A value is expected in the brackets.", "Put it in.")
                : expressions.value(written.positional().getFirst(), out);
    }

    private Value replace(Value object, Written written, List<Statement> out, @Nullable String target) {
        if (written.positional().size() != 2) {
            return reading.error(written.call(), "replace expects two texts.", "Write x.replace(\"old\", \"new\").");
        }
        List<Value> texts = expressions.values(written.positional(), out);
        Map<String, Value> fields =
                Fields.of("WFInput", object, "WFReplaceTextFind", texts.get(0), "WFReplaceTextReplace", texts.get(1));
        return text(REPLACE, fields, "updated_text", out, target);
    }

    private Value get(Value object, Written written, List<Statement> out, @Nullable String target) {
        int given = written.positional().size();
        if (given < 1 || given > 2 || !written.named().isEmpty()) {
            return reading.error(written.call(), "get expects a key and perhaps a default.", "Write x[\"key\"].");
        }
        Node key = written.positional().getFirst();
        return given == 1
                ? expressions.subscripts().at(object, key, out, target)
                : expressions.orElse(
                        expressions.subscripts().at(object, key, out, null),
                        written.positional().getLast(),
                        out,
                        target);
    }

    private Value all(Value object, String what, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("WFInput", object, "WFGetDictionaryValueType", what);
        return reading.call(VALUES, fields, ContentType.LIST, "dictionary_value", out, target);
    }

    /** {@code "{} of {n}".format(a, n=b)}. */
    private Value filled(Node literal, Written written, List<Statement> out) {
        Value format = expressions.value(literal, out);
        if (!(format instanceof Value.Text(String text))) {
            return reading.error(literal, "format expects a plain text.", "Write an f-string.");
        }
        List<Value> values = expressions.values(written.positional(), out);
        Map<String, Value> named = fields(written, out);
        List<Value> parts = new ArrayList<>();
        Matcher matcher = FIELD.matcher(text);
        int from = 0;
        int next = 0;
        while (matcher.find()) {
            parts.add(new Value.Text(text.substring(from, matcher.start())));
            from = matcher.end();
            String field = matcher.group(1);
            if (field == null) {
                parts.add(new Value.Text(matcher.group().substring(1)));
                continue;
            }
            if (matcher.group(2) != null || matcher.group(3) != null) {
                reading.problems().warning(literal, "The format " + matcher.group() + " is ignored.", "Round before.");
            }
            Value value = field.matches("\\d{0,3}")
                    ? at(values, field.isEmpty() ? next++ : Integer.parseInt(field))
                    : named.get(field);
            if (value == null) {
                return reading.error(literal, "Nothing is given for " + matcher.group() + ".", "Write an f-string.");
            }
            parts.addAll(expressions.literals().asParts(value, out));
        }
        parts.add(new Value.Text(text.substring(from)));
        return Literals.joined(parts);
    }

    private static @Nullable Value at(List<Value> values, int index) {
        return index < values.size() ? values.get(index) : null;
    }
}
