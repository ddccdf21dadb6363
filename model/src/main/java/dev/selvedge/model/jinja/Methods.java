package dev.selvedge.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes, items and methods of values. */
final class Methods {
    private Methods() {}

    /** {@code value.name}: the attribute or method, else the item, else undefined. */
    static Value attribute(Value value, String name, Budget budget) {
        Value own = own(value, name, budget);
        if (own != null) {
            return own;
        }
        if (value instanceof Value.Mapping mapping) {
            return mapping.find(name);
        }
        return missing(value, name);
    }

    /** {@code value[key]}: the item, else the attribute or method, else undefined. */
    static Value item(Value value, Value key, Budget budget) {
        if (value instanceof Value.Mapping mapping) {
            Value found = mapping.entries().get(key);
            if (found != null) {
                return found;
            }
        }
        if (Python.whole(key) != null && (value instanceof Text || value instanceof Value.Items)) {
            int index = Python.index(key, "an index");
            int size = ListFilters.length(value);
            long at = index < 0 ? (long) index + size : index;
            if (at < 0 || at >= size) {
                return new Value.Undefined("there is no item " + index + " among " + size);
            }
            return value instanceof Value.Items items ? items.items().get((int) at) : character((Text) value, (int) at);
        }
        if (key instanceof Text name) {
            Value own = own(value, name.chars(), budget);
            return own == null ? missing(value, name.chars()) : own;
        }
        return missing(value, Printing.string(key, budget).chars());
    }

    private static Value character(Text text, int at) {
        int from = text.chars().offsetByCodePoints(0, at);
        return text.substring(from, text.chars().offsetByCodePoints(from, 1));
    }

    private static Value missing(Value value, String name) {
        if (value instanceof Value.Undefined(String what)) {
            throw new TemplateProblem("'" + name + "' is asked of what is not there: " + what);
        }
        return new Value.Undefined(Python.kind(value) + " has no '" + name + "'");
    }

    private static @Nullable Value own(Value value, String name, Budget budget) {
        return switch (value) {
            case Text text -> ofText(text, name, budget);
            case Value.Mapping mapping -> ofMapping(mapping, name);
            case Value.Items list -> ofList(list, name, budget);
            case Value.Namespace namespace -> namespace.attributes().get(name);
            case Value.Thing thing -> thing.attributes().apply(name);
            case Value.Function f when name.equals("name") -> Text.literal(f.name());
            case Value.Function f -> null;
            case Value.Undefined v -> null;
            case Value.None v -> null;
            case Value.Bool v -> null;
            case Value.Whole v -> null;
            case Value.Real v -> null;
        };
    }

    private static @Nullable Value ofList(Value.Items list, String name, Budget budget) {
        return switch (name) {
            case "index" ->
                new Value.Function(name, given -> {
                    Value wanted = given.one("value");
                    for (int i = 0; i < list.items().size(); i++) {
                        if (Python.same(list.items().get(i), wanted, budget)) {
                            return Value.Whole.of(i);
                        }
                    }
                    throw new TemplateProblem("the list has no such item");
                });
            case "count" ->
                new Value.Function(name, given -> {
                    Value wanted = given.one("value");
                    return Value.Whole.of(list.items().stream()
                            .filter(item -> Python.same(item, wanted, budget))
                            .count());
                });
            case "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse" ->
                new Value.Function(name, given -> {
                    throw new TemplateProblem("'" + name + "' would change a list; lists here never change, join them"
                            + " with '+' instead");
                });
            default -> null;
        };
    }

    private static @Nullable Value ofMapping(Value.Mapping mapping, String name) {
        Map<Value, Value> entries = mapping.entries();
        return switch (name) {
            case "get" ->
                new Value.Function(name, given -> {
                    var a = given.bind("key", "default");
                    Value found = entries.get(given.required(a[0], "key"));
                    return found != null ? found : a[1] == null ? Value.None.NONE : a[1];
                });
            case "items" ->
                new Value.Function(name, given -> {
                    given.none();
                    return ListFilters.pairs(entries);
                });
            case "keys" ->
                new Value.Function(name, given -> {
                    given.none();
                    return Filters.list(List.copyOf(entries.keySet()));
                });
            case "values" ->
                new Value.Function(name, given -> {
                    given.none();
                    return Filters.list(List.copyOf(entries.values()));
                });
            case "copy" -> new Value.Function(name, given -> mapping);
            case "update", "pop", "popitem", "setdefault", "clear" ->
                new Value.Function(name, given -> {
                    throw new TemplateProblem(
                            "'" + name + "' would change a dictionary; dictionaries here never change");
                });
            default -> null;
        };
    }

    private static @Nullable Value ofText(Text text, String name, Budget budget) {
        Value.Function.@Nullable Body body = switch (name) {
            case "strip" -> given -> stripped(text, given, true, true);
            case "lstrip" -> given -> stripped(text, given, true, false);
            case "rstrip" -> given -> stripped(text, given, false, true);
            case "split" -> given -> split(text, given, false, budget);
            case "rsplit" -> given -> split(text, given, true, budget);
            case "splitlines" ->
                given -> {
                    Value keep = given.bind("keepends")[0];
                    return Value.Items.list(Strings.lines(text, keep != null && Python.truth(keep), budget));
                };
            case "startswith" -> given -> Value.Bool.of(edges(given).stream().anyMatch(text.chars()::startsWith));
            case "endswith" -> given -> Value.Bool.of(edges(given).stream().anyMatch(text.chars()::endsWith));
            case "removeprefix" -> given -> without(text, given, true);
            case "removesuffix" -> given -> without(text, given, false);
            case "replace" ->
                given -> {
                    var a = given.bind("old", "new", "count");
                    return Strings.replace(
                            text,
                            given.text(a[0], "old"),
                            given.text(a[1], "new"),
                            given.number(a[2], "count", -1),
                            budget);
                };
            case "join" -> given -> Strings.join(Python.items(given.one("iterable"), budget), text, budget);
            case "find" -> given -> Value.Whole.of(found(text, given, false));
            case "rfind" -> given -> Value.Whole.of(found(text, given, true));
            case "index" ->
                given -> {
                    int at = found(text, given, false);
                    if (at < 0) {
                        throw new TemplateProblem("the string has no such part");
                    }
                    return Value.Whole.of(at);
                };
            case "count" ->
                given -> {
                    Text part = given.text(given.one("sub"), "sub");
                    return Value.Whole.of(
                            part.isEmpty()
                                    ? text.length() + 1
                                    : Strings.split(text, part, -1, budget).size() - 1);
                };
            case "format" -> given -> Braces.format(text, given, budget);
            case "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "isdigit",
                    "isalpha",
                    "isalnum",
                    "isspace",
                    "isupper",
                    "islower" ->
                given -> {
                    given.none();
                    return alone(text, name, budget);
                };
            default -> null;
        };
        return body == null ? null : new Value.Function(name, body);
    }

    private static Value alone(Text text, String name, Budget budget) {
        return switch (name) {
            case "upper" -> Strings.upper(text, budget);
            case "lower" -> Strings.lower(text, budget);
            case "title" -> Strings.title(text, budget, c -> !Character.isLetter(c));
            case "capitalize" -> Strings.capitalize(text, budget);
            case "isupper" -> Value.Bool.of(Tests.test("upper", text, new Given(name, List.of(), Map.of()), budget));
            case "islower" -> Value.Bool.of(Tests.test("lower", text, new Given(name, List.of(), Map.of()), budget));
            default ->
                Value.Bool.of(!text.isEmpty()
                        && text.chars().codePoints().allMatch(c -> switch (name) {
                            case "isdigit" -> Character.isDigit(c);
                            case "isalpha" -> Character.isLetter(c);
                            case "isalnum" -> Character.isLetterOrDigit(c);
                            default -> Python.isSpace(c);
                        }));
        };
    }

    private static Value stripped(Text text, Given given, boolean left, boolean right) {
        Value chars = given.bind("chars")[0];
        boolean space = chars == null || chars == Value.None.NONE;
        return Strings.strip(text, space ? null : given.text(chars, "chars").chars(), left, right);
    }

    private static Value split(Text text, Given given, boolean fromRight, Budget budget) {
        var a = given.bind("sep", "maxsplit");
        int most = given.number(a[1], "maxsplit", -1);
        if (a[0] == null || a[0] == Value.None.NONE) {
            if (fromRight && most >= 0) {
                throw new TemplateProblem("rsplit with a limit needs a separator");
            }
            return Value.Items.list(Strings.split(text, null, most, budget));
        }
        Text separator = given.text(a[0], "sep");
        return Value.Items.list(
                fromRight
                        ? Strings.splitRight(text, separator, most, budget)
                        : Strings.split(text, separator, most, budget));
    }

    /** What {@code startswith} and {@code endswith} look for: a string or several. */
    private static List<String> edges(Given given) {
        Value edge = given.one("prefix");
        var edges = new ArrayList<String>();
        for (Value one : edge instanceof Value.Items several ? several.items() : List.of(edge)) {
            edges.add(given.text(one, "prefix").chars());
        }
        return edges;
    }

    private static Value without(Text text, Given given, boolean prefix) {
        String edge = given.text(given.one("affix"), "affix").chars();
        if (prefix) {
            return text.chars().startsWith(edge) ? text.substring(edge.length(), text.length()) : text;
        }
        return text.chars().endsWith(edge) ? text.substring(0, text.length() - edge.length()) : text;
    }

    private static int found(Text text, Given given, boolean last) {
        String part = given.text(given.one("sub"), "sub").chars();
        int at = last ? text.chars().lastIndexOf(part) : text.chars().indexOf(part);
        return at < 0 ? at : text.chars().codePointCount(0, at);
    }
}
