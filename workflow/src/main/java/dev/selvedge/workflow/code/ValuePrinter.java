package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values as expressions. */
final class ValuePrinter {
    private final Set<String> variables;
    private final Quotes quotes;
    private boolean failed;

    /**
     * How text may be quoted. Inside the braces of an f-string Python 3.10 permits neither a backslash nor the quotes that
     * the f-string itself stands in.
     */
    enum Quotes {
        FREE,
        SINGLE,
        DOUBLE,
        EITHER
    }

    /** @param variables names that the workflow assigns */
    ValuePrinter(Set<String> variables) {
        this(variables, Quotes.FREE);
    }

    private ValuePrinter(Set<String> variables, Quotes quotes) {
        this.variables = variables;
        this.quotes = quotes;
    }

    Layout value(Value value) {
        return switch (value) {
            case Value.Nothing() -> Layout.of("None");
            case Text(String text) -> text(text);
            case Template template -> template(template);
            case Value.Num(var number) -> Layout.of(number.toString());
            case Value.Bool(boolean bool) -> Layout.of(bool ? "True" : "False");
            case Value.Moment(var instant) -> Layout.of(Dialect.DATE + "(" + quote(instant.toString()) + ")");
            case Value.Blob blob -> Layout.of(Dialect.RESOURCE + "(" + quote(blob.name()) + ")");
            case Value.ListOf(var items) ->
                Layout.list("[", items.stream().map(this::value).toList(), "]");
            case Value.Dictionary(var entries) ->
                Layout.list("{", entries.stream().map(this::entry).toList(), "}");
            case Value.Quantity(var magnitude, var unit) ->
                Layout.list(Dialect.QUANTITY + "(", List.of(value(magnitude), Layout.of(quote(unit))), ")");
            case Value.Struct(var kind, var fields) ->
                function(
                        Dialect.STRUCT,
                        kind.equals(Dialect.PLAIN_STRUCT) ? List.of() : List.of(Layout.of(quote(kind))),
                        fields);
            case Reference(var source, var accesses) -> reference(source, accesses);
        };
    }

    /** A value that a method follows. */
    Layout receiver(Value value) {
        return sum(value) || value instanceof Value.Num ? parenthesised(value) : value(value);
    }

    /** A value that a plus follows. */
    Layout term(Value value) {
        return sum(value) ? parenthesised(value) : value(value);
    }

    private boolean sum(Value value) {
        return quotes == Quotes.FREE && value instanceof Template template && new TemplatePrinter(this, template).sum();
    }

    private Layout parenthesised(Value value) {
        return Layout.row(Layout.of("("), value(value), Layout.of(")"));
    }

    /** The printer for what stands in the braces of an f-string. */
    ValuePrinter inBraces(Quotes fieldQuotes) {
        return new ValuePrinter(variables, fieldQuotes);
    }

    /** Whether something could not be said under the rules for quotes. */
    boolean failed() {
        return failed;
    }

    /** {@code name(first, key=value)}; keys that are no names go into {@code **{}}. */
    Layout function(String name, List<Layout> first, Map<String, Value> fields) {
        List<Layout> arguments = new ArrayList<>(first);
        Arguments rest = new Arguments(this);
        fields.forEach((key, value) -> {
            if (Dialect.isName(key)) {
                rest.named(key, value);
            } else {
                rest.raw(key, value);
            }
        });
        arguments.addAll(rest.layouts());
        return Layout.list(name + "(", arguments, ")");
    }

    Layout entry(Value.Entry entry) {
        return Layout.row(value(entry.key()), Layout.of(": "), value(entry.value()));
    }

    private Layout text(String text) {
        if (quotes == Quotes.FREE && text.indexOf('\n') >= 0) {
            return Layout.lines(Layout.of(PythonText.quote(text)), PythonText.quoteLines(text));
        }
        return Layout.of(quote(text));
    }

    String quote(String text) {
        boolean single = text.indexOf('\'') < 0;
        boolean twofold = text.indexOf('"') < 0;
        switch (quotes) {
            case FREE -> {
                return PythonText.quote(text);
            }
            case SINGLE, DOUBLE -> failed |= !single || !twofold;
            case EITHER -> failed |= !single && !twofold;
        }
        failed |= !PythonText.plain(text);
        char delimiter = quotes == Quotes.DOUBLE || !single ? '"' : '\'';
        return delimiter + text + delimiter;
    }

    private Layout template(Template template) {
        if (quotes != Quotes.FREE) {
            failed = true;
            return Layout.of("");
        }
        return new TemplatePrinter(this, template).layout();
    }

    private Layout reference(Source source, List<Access> accesses) {
        Layout layout = source(source);
        int from = 0;
        if (source instanceof Source.DeviceDetails
                && !accesses.isEmpty()
                && accesses.getFirst() instanceof Access.Property(var fact, var details)
                && details.isEmpty()) {
            layout = Layout.of(Dialect.DEVICE + "(" + quote(fact) + ")");
            from = 1;
        }
        for (Access access : accesses.subList(from, accesses.size())) {
            layout = access(layout, access);
        }
        return layout;
    }

    private Layout source(Source source) {
        return switch (source) {
            case Source.Variable(var name) ->
                Layout.of(variables.contains(name) ? name : Dialect.MISSING + "(" + quote(name) + ")");
            case Source.WorkflowInput() -> Layout.of(Dialect.WORKFLOW_INPUT + "()");
            case Source.CurrentDate() -> Layout.of(Dialect.CURRENT_DATE + "()");
            case Source.Ask(var prompt) -> Layout.of(Dialect.ASK + "(" + (prompt.isEmpty() ? "" : quote(prompt)) + ")");
            case Source.Clipboard() -> Layout.of(Dialect.CLIPBOARD + "()");
            case Source.DeviceDetails() -> Layout.of(Dialect.DEVICE + "()");
            case Source.Other(var type, var fields) ->
                function(Dialect.SOURCE, List.of(Layout.of(quote(type))), fields);
        };
    }

    private Layout access(Layout base, Access access) {
        return switch (access) {
            case Access.Key(var key) -> Layout.row(base, Layout.of("[" + quote(key) + "]"));
            case Access.Property(var name, var details) -> {
                String attribute = Attribute.of(name);
                yield attribute != null && details.isEmpty()
                        ? Layout.row(base, Layout.of("." + attribute))
                        : Layout.row(
                                base, function("." + Attribute.PROPERTY, List.of(Layout.of(quote(name))), details));
            }
            case Access.Coerce(var type, var contentClass) -> {
                String function = type.label();
                Dialect.Coercion known = Dialect.COERCIONS.get(function);
                yield known != null && known.contentClass().equals(contentClass)
                        ? Layout.list(function + "(", List.of(base), ")")
                        : Layout.list(Dialect.COERCE + "(", List.of(base, Layout.of(quote(contentClass))), ")");
            }
            case Access.Format format -> Layout.row(base, format(format));
        };
    }

    private Layout format(Access.Format format) {
        String pattern = DateFormat.pattern(format);
        if (pattern != null) {
            return Layout.of("." + DateFormat.METHOD + "(" + quote(pattern) + ")");
        }
        boolean date = DateFormat.unnamed(format);
        List<Layout> kind = date ? List.of() : List.of(Layout.of(DateFormat.KIND + "=" + quote(format.kind())));
        Map<String, Value> settings = date ? DateFormat.words(format.settings()) : format.settings();
        return function("." + DateFormat.METHOD, kind, settings);
    }
}
