package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.ContentClasses;
import dev.selvedge.workflow.python.Node;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dialect's own functions that give values. */
final class Words {
    private final Reading reading;
    private final Expressions expressions;

    Words(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    Value value(String name, Written written, List<Statement> out, @Nullable String target) {
        return switch (name) {
            case Dialect.WORKFLOW_INPUT -> source(new Source.WorkflowInput(), written);
            case Dialect.CURRENT_DATE -> source(new Source.CurrentDate(), written);
            case Dialect.CLIPBOARD -> source(new Source.Clipboard(), written);
            case Dialect.ASK -> ask(written, out, target);
            case Dialect.DEVICE -> device(written);
            case Dialect.SOURCE ->
                new Reference(new Source.Other(text(written, 0, "type"), fields(written, out)), List.of());
            case Dialect.MISSING -> missing(written);
            case Dialect.STRUCT ->
                new Value.Struct(
                        written.positional().isEmpty() ? Dialect.PLAIN_STRUCT : text(written, 0, "kind"),
                        fields(written, out));
            case Dialect.RESOURCE -> resource(written);
            case Dialect.QUANTITY -> {
                written.only(2, List.of(), reading);
                yield new Value.Quantity(argument(written, 0, out), text(written, 1, "unit"));
            }
            case Dialect.COERCE -> coerce(written, out);
            case Dialect.DATE -> date(written, out);
            case "text", "number", "boolean", "dictionary" -> shortCoercion(name, written, out);
            case Dialect.MENU ->
                reading.error(
                        written.call(), "A menu is no value.", "Write match choose_from_menu(\"…\"): with its cases.");
            default ->
                reading.error(written.call(), name + " cannot stand here.", "It belongs to a statement of its own.");
        };
    }

    private Value source(Source source, Written written) {
        written.only(0, List.of(), reading);
        return new Reference(source, List.of());
    }

    private Map<String, Value> fields(Written written, List<Statement> out) {
        Map<String, Value> fields = new LinkedHashMap<>();
        written.fields(reading).forEach((key, node) -> fields.put(key, expressions.value(node, out)));
        if (written.positional().size() > 1) {
            reading.error(written.positional().get(1), "Every field needs its name.", "Write Name=value.");
        }
        return fields;
    }

    /** The literal text at a position. */
    private String text(Written written, int position, String what) {
        Node node =
                position < written.positional().size() ? written.positional().get(position) : null;
        String text = node == null ? null : Literals.plainText(node, reading);
        if (text == null) {
            Node at = node == null ? written.call() : node;
            reading.error(at, "A literal text is expected for the " + what + ".", "Write it in quotes.");
            return "";
        }
        return text;
    }

    private Value argument(Written written, int position, List<Statement> out) {
        if (position < written.positional().size()) {
            return expressions.value(written.positional().get(position), out);
        }
        String function = reading.text(Reading.part(written.call(), "function"));
        return reading.error(written.call(), function + " lacks a value.", "Write " + function + "(x).");
    }

    private Value ask(Written written, List<Statement> out, @Nullable String target) {
        written.only(1, List.of("prompt"), reading);
        Node prompt = written.argument(0, "prompt");
        if (prompt == null) {
            return new Reference(new Source.Ask(""), List.of());
        }
        Value value = expressions.value(prompt, out);
        return value instanceof Text(String text)
                ? new Reference(new Source.Ask(text), List.of())
                : reading.call(
                        Builtins.ASK_ACTION,
                        Fields.of("WFAskActionPrompt", value),
                        ContentType.ANY,
                        "provided_input",
                        out,
                        target);
    }

    private Value device(Written written) {
        written.only(1, List.of(), reading);
        List<Access> facts = written.positional().isEmpty()
                ? List.of()
                : List.of(new Access.Property(text(written, 0, "fact"), Map.of()));
        return new Reference(new Source.DeviceDetails(), facts);
    }

    private Value missing(Written written) {
        written.only(1, List.of(), reading);
        String name = text(written, 0, "name");
        return Dialect.isName(name) || reading.problems().hasErrors()
                ? Reference.to(name)
                : reading.error(written.call(), PythonText.quote(name) + " is no name.", "Write a legal Python name.");
    }

    private Value resource(Written written) {
        written.only(1, List.of(), reading);
        String name = text(written, 0, "name");
        byte[] bytes = reading.resources().get(name);
        return new Value.Blob(name, bytes == null ? new byte[0] : bytes.clone());
    }

    private Value coerce(Written written, List<Statement> out) {
        written.only(2, List.of(), reading);
        Value value = argument(written, 0, out);
        String contentClass = text(written, 1, "content class");
        return reading.follow(value, new Access.Coerce(ContentClasses.type(contentClass), contentClass), out);
    }

    /** {@code date("2026-01-31T12:00:00Z")}, or a coercion. */
    private Value date(Written written, List<Statement> out) {
        written.only(1, List.of(), reading);
        Value value = argument(written, 0, out);
        if (!(value instanceof Text(String text))) {
            return shortCoercion(Dialect.DATE, value, out);
        }
        Instant instant = instant(text);
        return instant == null
                ? reading.error(
                        written.call(),
                        PythonText.quote(text) + " is no date.",
                        "Write date(\"2026-01-31T12:00:00Z\").")
                : new Value.Moment(instant);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : text.endsWith("Z")
                            ? Instant.parse(text)
                            : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code text(x)} and its like. */
    Value shortCoercion(String function, Written written, List<Statement> out) {
        written.only(1, List.of(), reading);
        return shortCoercion(function, argument(written, 0, out), out);
    }

    /** A literal that is of the type already needs no coercion. */
    private Value shortCoercion(String function, Value value, List<Statement> out) {
        Dialect.Coercion coercion = Dialect.coercion(function);
        if (reading.type(value) == coercion.type() && !(value instanceof Reference)) {
            return value;
        }
        if (coercion.type() == ContentType.TEXT && value instanceof Value.Num(BigDecimal number)) {
            return new Text(number.toPlainString());
        }
        if (coercion.type() == ContentType.NUMBER
                && value instanceof Text(String text)
                && text.matches("-?\\d{1,300}(\\.\\d{1,300})?")) {
            return new Value.Num(new BigDecimal(text));
        }
        return reading.follow(value, new Access.Coerce(coercion.type(), coercion.contentClass()), out);
    }
}
