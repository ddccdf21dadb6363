package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Diagnostic.Topic;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls: of actions, of the dialect's own functions, and of what Python has built in. */
final class Calls {
    private final Reading reading;
    private final Expressions expressions;
    private final Words words;
    private final Builtins builtins;
    private final Methods methods;

    Calls(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
        words = new Words(reading, expressions);
        builtins = new Builtins(reading, expressions);
        methods = new Methods(reading, expressions);
    }

    /** What a call gives; see {@link Expressions#value(Node, List, String)}. */
    Value value(Node call, List<Statement> out, @Nullable String target) {
        if (Conditions.asks(call, reading)) {
            return expressions.truth(call, out, target);
        }
        Node function = Reading.part(call, "function");
        if (function.type().equals("attribute")) {
            return methods.value(call, function, out, target);
        }
        String name = reading.text(function);
        if (Dialect.reserved().contains(name) && !name.equals(Dialect.CALL)) {
            return words.value(name, Written.of(call, reading), out, target);
        }
        Action action = action(call, out);
        if (action != null) {
            Catalog.Action known = action.known();
            ContentType type = known == null || known.output() == null
                    ? ContentType.ANY
                    : known.output().type();
            String base = known == null || known.output() == null
                    ? "result"
                    : known.output().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
            return reading.call(action.id(), action.parameters(), type, base, out, target);
        }
        return builtins.value(name, Written.of(call, reading), out, target);
    }

    /** A call that stands as a statement of its own. */
    void statement(Node call, List<Statement> out) {
        Node function = Reading.part(call, "function");
        if (function.type().equals("identifier")) {
            String name = reading.text(function);
            if (name.equals("print") && reading.catalog().byFunction(name).isEmpty()) {
                out.add(builtins.print(Written.of(call, reading), out));
                return;
            }
            Action action = action(call, out);
            if (action != null) {
                out.add(new Statement.Call(action.id(), action.parameters(), null));
                return;
            }
        }
        int before = out.size();
        int said = reading.problems().count();
        value(call, out, null);
        if (out.size() == before && reading.problems().count() == said) {
            reading.problems().warning(call, "This statement does nothing.", "Give its value a name, or leave it out.");
        }
    }

    private record Action(String id, Catalog.@Nullable Action known, Map<String, Value> parameters) {}

    /** The action that is called, null where the call is none of an action. */
    private @Nullable Action action(Node call, List<Statement> out) {
        String name = reading.text(Reading.part(call, "function"));
        if (name.equals(Dialect.CALL)) {
            return byId(Written.of(call, reading), out);
        }
        Catalog.Action action = reading.catalog().byFunction(name).orElse(null);
        if (action == null || Dialect.reserved().contains(name)) {
            return null;
        }
        return new Action(action.id(), action, parameters(action, Written.of(call, reading), out));
    }

    private Action byId(Written written, List<Statement> out) {
        String id = written.positional().size() == 1
                ? Literals.plainText(written.positional().getFirst(), reading)
                : null;
        if (id == null) {
            reading.error(
                    written.call(),
                    "call expects the identifier of an action first.",
                    "Write call(\"com.app.Action\", Key=…).");
        }
        Catalog.Action known = id == null ? null : reading.catalog().byId(id).orElse(null);
        if (known == null && id != null) {
            reading.problems()
                    .warning(
                            written.call(),
                            "The catalogue has no action " + id + ", so its parameters are not checked.",
                            meant(id),
                            Topic.ACTION);
        }
        Map<String, Value> parameters = new LinkedHashMap<>();
        written.fields(reading).forEach((key, node) -> {
            Value value = expressions.value(node, out);
            parameters.put(key, value);
            if (known != null) {
                known.byKey(key)
                        .ifPresentOrElse(
                                parameter -> check(parameter, node, value, known), () -> unlisted(known, key, node));
            }
        });
        return new Action(id == null ? "" : id, known, parameters);
    }

    /** A hint at an action whose identifier differs little in its last part alone. */
    private String meant(String id) {
        int tail = id.lastIndexOf('.') + 1;
        List<String> tails = reading.catalog().actions().stream()
                .map(Catalog.Action::id)
                .filter(other -> other.lastIndexOf('.') + 1 == tail && other.startsWith(id.substring(0, tail)))
                .map(other -> other.substring(tail))
                .toList();
        String near = reading.problems().full() ? null : Nearest.of(id.substring(tail), tails);
        return near == null ? "" : "Did you mean " + reading.function(id.substring(0, tail) + near) + "?";
    }

    private void unlisted(Catalog.Action action, String key, Node at) {
        if (!action.noise().contains(key)) {
            List<String> keys =
                    action.parameters().stream().map(Catalog.Parameter::key).toList();
            String named = action.byName(key)
                    .map(parameter -> "Write " + parameter.key() + ", or call " + action.function() + "(…).")
                    .orElse("");
            reading.problems()
                    .warning(
                            at,
                            action.id() + " has no parameter with the key " + key + ".",
                            named.isEmpty() ? reading.meant(key, keys, "") : named,
                            Topic.PARAMETER);
        }
    }

    private Map<String, Value> parameters(Catalog.Action action, Written written, List<Statement> out) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        List<Catalog.Parameter> declared = action.parameters();
        for (int i = 0; i < written.positional().size(); i++) {
            Node node = written.positional().get(i);
            Value value = expressions.value(node, out);
            if (i < declared.size()) {
                put(declared.get(i), node, value, parameters, action);
            } else if (i == declared.size()) {
                reading.problems()
                        .error(
                                node,
                                action.function() + " takes " + declared.size() + " parameters.",
                                action.signature() + ".",
                                Topic.PARAMETER);
            }
        }
        for (Written.Named named : written.named()) {
            put(named, expressions.value(named.value(), out), parameters, action);
        }
        required(action, written.call(), parameters.keySet());
        return parameters;
    }

    private void put(Written.Named named, Value value, Map<String, Value> parameters, Catalog.Action action) {
        Catalog.Parameter parameter = named.raw() ? null : parameter(action, named.name());
        if (parameter != null) {
            put(parameter, named.value(), value, parameters, action);
            return;
        }
        if (!named.raw()) {
            unknown(action, named);
        }
        if (parameters.putIfAbsent(named.name(), value) != null) {
            twice(named.name(), named.at());
        }
    }

    private static Catalog.@Nullable Parameter parameter(Catalog.Action action, String name) {
        return action.byName(name).or(() -> action.byKey(name)).orElse(null);
    }

    private void put(
            Catalog.Parameter parameter, Node at, Value value, Map<String, Value> parameters, Catalog.Action action) {
        if (parameters.putIfAbsent(parameter.key(), value) != null) {
            twice(parameter.name(), at);
        }
        check(parameter, at, value, action);
    }

    private void check(Catalog.Parameter parameter, Node at, Value value, Catalog.Action action) {
        if (!ParameterCheck.permits(parameter, value)) {
            String text = value instanceof Value.Text(String literal) ? literal : reading.text(at);
            reading.problems()
                    .error(
                            at,
                            (value instanceof Value.Text
                                            ? PythonText.quote(Nearest.excerpt(text))
                                            : Nearest.excerpt(text))
                                    + " is no " + parameter.name() + " of " + action.function() + "; it takes "
                                    + Nearest.choices(parameter.values()) + ".",
                            reading.meant(text, parameter.values(), ""),
                            Topic.PARAMETER);
        }
        String expected = ParameterCheck.expected(parameter, value);
        if (expected != null) {
            misfit(parameter, at, action, expected, Nearest.excerpt(reading.text(at)));
        }
        if (value instanceof Value.Reference reference) {
            reading.names().later(() -> fits(parameter, at, reference, action));
        }
    }

    /** Checks what a variable holds, when it is known whether it ever holds something else. */
    private void fits(Catalog.Parameter parameter, Node at, Value.Reference reference, Catalog.Action action) {
        Set<ContentType> held =
                reference.accesses().isEmpty() && reference.source() instanceof Value.Source.Variable(String name)
                        ? reading.names().held(name)
                        : Set.of(reading.type(reference));
        String expected = ParameterCheck.expected(parameter, held);
        if (expected != null) {
            String holds = held.stream()
                    .map(type -> type.label().replace('_', ' '))
                    .sorted()
                    .collect(Collectors.joining(" or "));
            misfit(parameter, at, action, expected, Nearest.excerpt(reading.text(at)) + ", which is " + holds);
        }
    }

    private void misfit(Catalog.Parameter parameter, Node at, Catalog.Action action, String expected, String found) {
        reading.problems()
                .warning(
                        at,
                        parameter.name() + " of " + action.function() + " takes " + expected + ", not " + found + ".",
                        "Give it " + expected + ", or a variable that holds one.",
                        Topic.PARAMETER);
    }

    private void twice(String name, Node at) {
        reading.problems().error(at, name + " is given twice.", "Keep one of them.", Topic.PARAMETER);
    }

    private void unknown(Catalog.Action action, Written.Named named) {
        List<String> names =
                action.parameters().stream().map(Catalog.Parameter::name).toList();
        String all = names.isEmpty() ? "It takes none." : "It takes " + String.join(", ", names) + ".";
        reading.problems()
                .error(
                        named.at(),
                        action.function() + " has no parameter " + named.name() + ".",
                        reading.meant(named.name(), names, all),
                        Topic.PARAMETER);
    }

    private void required(Catalog.Action action, Node call, Set<String> given) {
        List<String> lacking = new ArrayList<>();
        for (Catalog.Parameter parameter : action.parameters()) {
            if (parameter.required() && parameter.defaultValue() == null && !given.contains(parameter.key())) {
                lacking.add(parameter.name() + ", " + Nearest.excerpt(parameter.label()));
            }
        }
        if (!lacking.isEmpty()) {
            reading.problems()
                    .warning(
                            call,
                            action.function() + " lacks " + String.join("; ", lacking) + ".",
                            "Give it a value.",
                            Topic.PARAMETER);
        }
    }

    static boolean isFunction(String name, Catalog catalog) {
        return Dialect.reserved().contains(name)
                || Builtins.NAMES.contains(name)
                || catalog.byFunction(name).isPresent();
    }

    /** Every name that can be called. */
    static Set<String> functions(Catalog catalog) {
        Set<String> names = new TreeSet<>(Dialect.reserved());
        catalog.actions().forEach(action -> names.add(action.function()));
        names.addAll(Builtins.NAMES);
        return names;
    }
}
