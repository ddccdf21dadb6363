package dev.selvedge.model.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The filters of lists and dictionaries. */
final class ListFilters {
    private ListFilters() {}

    static Value apply(String name, Value input, Given given, Budget budget) {
        return switch (name) {
            case "length", "count" -> {
                given.none();
                yield Value.Whole.of(length(input));
            }
            case "first", "last" -> {
                given.none();
                List<Value> items = Python.items(input, budget);
                yield items.isEmpty()
                        ? new Value.Undefined("the list is empty, so there is no " + name + " item")
                        : name.equals("first") ? items.getFirst() : items.getLast();
            }
            case "list" -> {
                given.none();
                yield Filters.list(Python.items(input, budget));
            }
            case "items" -> {
                given.none();
                yield input instanceof Value.Undefined
                        ? Filters.list(List.of())
                        : pairs(mapping(input, name).entries());
            }
            case "reverse" -> {
                given.none();
                List<Value> items = Python.items(input, budget).reversed();
                yield input instanceof Text ? Strings.join(items, Text.EMPTY, budget) : Filters.list(items);
            }
            case "join" -> join(input, given, budget);
            case "map" -> map(input, given, budget);
            case "select", "reject" -> select(input, given, name.equals("select"), false, budget);
            case "selectattr", "rejectattr" -> select(input, given, name.equals("selectattr"), true, budget);
            case "unique" -> unique(input, given, budget);
            case "sort" -> sort(input, given, budget);
            case "min", "max" -> extreme(input, given, name, budget);
            case "sum" -> sum(input, given, budget);
            case "dictsort" -> sortedPairs(input, given, budget);
            case "batch" -> batch(input, given, budget);
            case "slice" -> slices(input, given, budget);
            case "groupby" -> groups(input, given, budget);
            default -> throw new TemplateProblem("there is no filter '" + name + "'");
        };
    }

    static int length(Value input) {
        return switch (input) {
            case Value.Undefined v -> 0;
            case Text v -> v.chars().codePointCount(0, v.length());
            case Value.Items v -> v.items().size();
            case Value.Mapping v -> v.entries().size();
            case Value.None v -> throw noLength(input);
            case Value.Bool v -> throw noLength(input);
            case Value.Whole v -> throw noLength(input);
            case Value.Real v -> throw noLength(input);
            case Value.Namespace v -> throw noLength(input);
            case Value.Function v -> throw noLength(input);
            case Value.Thing v -> throw noLength(input);
        };
    }

    private static TemplateProblem noLength(Value input) {
        return new TemplateProblem(Python.kind(input) + " has no length");
    }

    private static Value.Mapping mapping(Value input, String name) {
        if (input instanceof Value.Mapping mapping) {
            return mapping;
        }
        throw new TemplateProblem("'" + name + "' needs a dictionary, not " + Python.kind(input));
    }

    static Value pairs(Map<Value, Value> entries) {
        var pairs = new ArrayList<Value>();
        entries.forEach((key, value) -> pairs.add(new Value.Items(List.of(key, value), true, 0)));
        return Value.Items.list(pairs);
    }

    /** What {@code attribute} names in an item: a name, a number, or several with dots between. */
    private static Value attribute(Value item, Value path, Budget budget) {
        if (!(path instanceof Text text)) {
            return Methods.item(item, path, budget);
        }
        Value found = item;
        for (String part : text.chars().split("\\.", -1)) {
            boolean index = !part.isEmpty() && part.length() < 9 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            found = Methods.item(found, index ? Value.Whole.of(Long.parseLong(part)) : Text.literal(part), budget);
        }
        return found;
    }

    private static Value join(Value input, Given given, Budget budget) {
        var a = given.bind("d", "attribute");
        Text separator = a[0] == null ? Text.EMPTY : Printing.string(a[0], budget);
        List<Value> items = Python.items(input, budget);
        Value path = a[1];
        List<Value> parts = path == null || path == Value.None.NONE
                ? items
                : items.stream().map(item -> attribute(item, path, budget)).toList();
        return Strings.join(parts, separator, budget);
    }

    private static Value map(Value input, Given given, Budget budget) {
        List<Value> items = Python.items(input, budget);
        budget.grow(8L * items.size());
        Value path = given.named().get("attribute");
        if (path != null) {
            Value otherwise = given.named().get("default");
            return Filters.list(items.stream()
                    .map(item -> {
                        Value found = attribute(item, path, budget);
                        return found instanceof Value.Undefined && otherwise != null ? otherwise : found;
                    })
                    .toList());
        }
        if (given.positional().isEmpty()) {
            throw new TemplateProblem("'map' needs the name of a filter or an attribute");
        }
        String filter = given.text(given.positional().getFirst(), "filter").chars();
        if (!Filters.NAMES.contains(filter)) {
            throw new TemplateProblem("there is no filter '" + filter + "'");
        }
        var rest = new Given(
                filter, given.positional().subList(1, given.positional().size()), given.named());
        return Filters.list(items.stream()
                .map(item -> {
                    budget.step();
                    return Filters.apply(filter, item, rest, budget);
                })
                .toList());
    }

    private static Value select(Value input, Given given, boolean keep, boolean byAttribute, Budget budget) {
        List<Value> all = given.positional();
        int used = byAttribute ? 1 : 0;
        if (all.size() < used) {
            throw new TemplateProblem("'" + given.what() + "' needs the name of an attribute");
        }
        Predicate<Value> test = Python::truth;
        if (all.size() > used) {
            String name = given.text(all.get(used), "test").chars();
            Tests.require(testName(name));
            var rest = new Given(name, all.subList(used + 1, all.size()), given.named());
            test = value -> Tests.test(testName(name), value, rest, budget);
        }
        var kept = new ArrayList<Value>();
        for (Value item : Python.items(input, budget)) {
            budget.step();
            budget.grow(8);
            if (test.test(byAttribute ? attribute(item, all.getFirst(), budget) : item) == keep) {
                kept.add(item);
            }
        }
        return Value.Items.list(kept);
    }

    /** The tests have the operators as further names. */
    private static String testName(String name) {
        return switch (name) {
            case "==" -> "eq";
            case "!=" -> "ne";
            case "<" -> "lt";
            case "<=" -> "le";
            case ">" -> "gt";
            case ">=" -> "ge";
            default -> name;
        };
    }

    private static Value key(Value item, @Nullable Value path, boolean caseMatters, Budget budget) {
        Value key = path == null || path == Value.None.NONE ? item : attribute(item, path, budget);
        return key instanceof Text text && !caseMatters ? Strings.lower(text, budget) : key;
    }

    private static Value unique(Value input, Given given, Budget budget) {
        var a = given.bind("case_sensitive", "attribute");
        boolean caseMatters = a[0] != null && Python.truth(a[0]);
        Set<String> texts = new HashSet<>();
        var others = new ArrayList<Value>();
        var kept = new ArrayList<Value>();
        for (Value item : Python.items(input, budget)) {
            Value key = key(item, a[1], caseMatters, budget);
            boolean fresh = key instanceof Text text
                    ? texts.add(text.chars())
                    : others.stream().noneMatch(other -> Python.same(other, key, budget)) && others.add(key);
            if (fresh) {
                kept.add(item);
            }
        }
        return Value.Items.list(kept);
    }

    private static Value sort(Value input, Given given, Budget budget) {
        var a = given.bind("reverse", "case_sensitive", "attribute");
        boolean caseMatters = a[1] != null && Python.truth(a[1]);
        return Filters.list(sorted(
                Python.items(input, budget),
                item -> key(item, a[2], caseMatters, budget),
                a[0] != null && Python.truth(a[0]),
                budget));
    }

    private static List<Value> sorted(
            List<Value> items, java.util.function.UnaryOperator<Value> key, boolean reverse, Budget budget) {
        record Keyed(Value key, Value item) {}
        Comparator<Keyed> order = (x, y) -> Python.compare(x.key, y.key, budget);
        budget.grow(8L * items.size());
        return items.stream()
                .map(item -> new Keyed(key.apply(item), item))
                .sorted(reverse ? order.reversed() : order)
                .map(Keyed::item)
                .toList();
    }

    private static Value extreme(Value input, Given given, String name, Budget budget) {
        var a = given.bind("case_sensitive", "attribute");
        boolean caseMatters = a[0] != null && Python.truth(a[0]);
        Value best = null;
        for (Value item : Python.items(input, budget)) {
            if (best == null) {
                best = item;
                continue;
            }
            int order =
                    Python.compare(key(item, a[1], caseMatters, budget), key(best, a[1], caseMatters, budget), budget);
            best = (name.equals("min") ? order < 0 : order > 0) ? item : best;
        }
        return best == null ? new Value.Undefined("the list is empty, so it has no " + name) : best;
    }

    private static Value sum(Value input, Given given, Budget budget) {
        var a = given.bind("attribute", "start");
        Value total = a[1] == null ? Value.Whole.of(0) : a[1];
        for (Value item : Python.items(input, budget)) {
            total = Operators.binary(total, "+", key(item, a[0], true, budget), budget);
        }
        return total;
    }

    private static Value sortedPairs(Value input, Given given, Budget budget) {
        var a = given.bind("case_sensitive", "by", "reverse");
        boolean caseMatters = a[0] != null && Python.truth(a[0]);
        int by = a[1] != null && given.text(a[1], "by").chars().equals("value") ? 1 : 0;
        List<Value> pairs = ((Value.Items) pairs(mapping(input, "dictsort").entries())).items();
        return Filters.list(sorted(
                pairs,
                pair -> key(((Value.Items) pair).items().get(by), null, caseMatters, budget),
                a[2] != null && Python.truth(a[2]),
                budget));
    }

    private static Value batch(Value input, Given given, Budget budget) {
        var a = given.bind("linecount", "fill_with");
        int size = given.number(given.required(a[0], "linecount"), "linecount", 1);
        if (size < 1 || size > Budget.MAX_RANGE) {
            throw new TemplateProblem("'batch' needs a size from 1 to " + Budget.MAX_RANGE + ", not " + size);
        }
        List<Value> items = Python.items(input, budget);
        var batches = new ArrayList<Value>();
        for (int from = 0; from < items.size(); from += size) {
            var batch = new ArrayList<>(items.subList(from, Math.min(items.size(), from + size)));
            if (a[1] != null && a[1] != Value.None.NONE) {
                budget.grow(8L * size);
                while (batch.size() < size) {
                    batch.add(a[1]);
                }
            }
            batches.add(Value.Items.list(batch));
        }
        budget.grow(8L * items.size());
        return Value.Items.list(batches);
    }

    private static Value slices(Value input, Given given, Budget budget) {
        var a = given.bind("slices");
        int count = given.number(given.required(a[0], "slices"), "slices", 1);
        if (count < 1 || count > Budget.MAX_RANGE) {
            throw new TemplateProblem("'slice' needs a number from 1 to " + Budget.MAX_RANGE + ", not " + count);
        }
        List<Value> items = Python.items(input, budget);
        budget.grow(8L * (items.size() + (long) count));
        var slices = new ArrayList<Value>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from + items.size() / count + (i < items.size() % count ? 1 : 0);
            slices.add(Filters.list(items.subList(from, to)));
            from = to;
        }
        return Value.Items.list(slices);
    }

    private static Value groups(Value input, Given given, Budget budget) {
        var a = given.bind("attribute");
        Value path = given.required(a[0], "attribute");
        Map<Value, List<Value>> groups = new LinkedHashMap<>();
        for (Value item : sorted(Python.items(input, budget), item -> key(item, path, false, budget), false, budget)) {
            Value key = attribute(item, path, budget);
            if (!(key instanceof Text) && Python.real(key) == null) {
                throw new TemplateProblem("'groupby' needs strings or numbers, not " + Python.kind(key));
            }
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(item);
        }
        var pairs = new ArrayList<Value>();
        groups.forEach((key, items) -> pairs.add(new Value.Items(List.of(key, Value.Items.list(items)), true, 0)));
        return Value.Items.list(pairs);
    }
}
