package dev.selvedge.model.merge;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.MergeConfig.Slice;
import dev.selvedge.model.merge.MergeConfig.Source;
import dev.selvedge.model.merge.MergeConfig.TokenizerRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a configuration, and collects everything that is wrong with it. */
final class MergeConfigReader {
    private static final Set<String> TOP = Set.of(
            "merge_method",
            "base_model",
            "models",
            "slices",
            "modules",
            "parameters",
            "dtype",
            "out_dtype",
            "tokenizer_source",
            "tokenizer",
            "chat_template");
    private static final int MAX_LAYERS = 100_000;

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable MergeMethod method;

    MergeConfigReader(Path file) {
        this.file = file;
    }

    MergeConfig read() {
        Map<String, Object> top = BoundedYaml.read(file);
        knownKeys(top, TOP, "the file");
        method = method(top.get("merge_method"));
        ModelReference base = optionalModel(top.get("base_model"), "base_model");
        Map<String, Setting> parameters = parameters(top.get("parameters"), "parameters");
        Map<String, Object> holder = top;
        Map<String, Setting> ofModule = Map.of();
        long given = List.of("models", "slices", "modules").stream()
                .filter(key -> top.get(key) != null)
                .count();
        if (given != 1) {
            problems.add("exactly one of models, slices and modules must be given, found " + given);
        } else if (top.get("modules") != null) {
            holder = module(top.get("modules"));
            ofModule = parameters(holder.get("parameters"), "modules.parameters");
        }
        List<Source> models = sources(holder.get("models"), "models", false);
        List<Slice> slices = slices(holder.get("slices"));
        Precision precision = precision(top.get("dtype"), "dtype");
        Precision out = precision(top.get("out_dtype"), "out_dtype");
        TokenizerRule tokenizer = tokenizer(top.get("tokenizer_source"), top.get("tokenizer"));
        String template = text(top.get("chat_template"), "chat_template");
        if (method != null && problems.isEmpty()) {
            problems.addAll(method.problems(base, models, slices));
        }
        refuse();
        return new MergeConfig(
                Objects.requireNonNull(method),
                base,
                models,
                slices,
                ofModule,
                parameters,
                precision,
                out,
                tokenizer,
                template,
                notes);
    }

    private void refuse() {
        if (problems.size() == 1) {
            throw new UserException("Cannot merge by " + file + ": " + problems.getFirst() + ".");
        }
        if (!problems.isEmpty()) {
            throw new UserException("Cannot merge by " + file + ", which has " + problems.size() + " problems:\n- "
                    + String.join("\n- ", problems));
        }
    }

    private void knownKeys(Map<String, Object> given, Collection<String> known, String where) {
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                problems.add(where + " has the unknown key " + key + Suggestion.didYouMean(key, new TreeSet<>(known)));
            }
        }
    }

    private @Nullable MergeMethod method(@Nullable Object value) {
        if (value == null) {
            problems.add("merge_method is missing; it is one of " + String.join(", ", MergeMethod.names()));
            return null;
        }
        MergeMethod found = MergeMethod.named(String.valueOf(value));
        if (found == null) {
            problems.add("merge_method is " + value + ", which is not known"
                    + Suggestion.didYouMean(String.valueOf(value), MergeMethod.names()) + "; it is one of "
                    + String.join(", ", MergeMethod.names()));
        }
        return found;
    }

    private Map<String, Object> module(Object value) {
        Map<String, Object> modules = mapping(value, "modules");
        if (modules.size() != 1) {
            problems.add(
                    "modules has " + modules.size() + " entries; a text model has one module, which is called default");
            return Map.of();
        }
        String name = modules.keySet().iterator().next();
        Map<String, Object> module = mapping(modules.get(name), "modules." + name);
        knownKeys(module, Set.of("models", "slices", "parameters"), "modules." + name);
        if ((module.get("models") == null) == (module.get("slices") == null)) {
            problems.add("modules." + name + " must have either models or slices");
        }
        return module;
    }

    private List<Slice> slices(@Nullable Object value) {
        List<Slice> slices = new ArrayList<>();
        int index = 0;
        for (Object item : list(value, "slices")) {
            String where = "slices[" + index++ + "]";
            Map<String, Object> entry = mapping(item, where);
            knownKeys(entry, Set.of("sources", "base_model", "parameters"), where);
            List<Source> sources = sources(entry.get("sources"), where + ".sources", true);
            if (sources.isEmpty()) {
                problems.add(where + " has no sources");
            }
            if (sources.stream().mapToInt(s -> s.to() - s.from()).distinct().count() > 1) {
                problems.add(where + " takes different numbers of layers from its sources");
            }
            slices.add(new Slice(
                    sources,
                    optionalModel(entry.get("base_model"), where + ".base_model"),
                    parameters(entry.get("parameters"), where + ".parameters")));
        }
        return slices;
    }

    private List<Source> sources(@Nullable Object value, String where, boolean ranged) {
        List<Source> sources = new ArrayList<>();
        int index = 0;
        for (Object item : list(value, where)) {
            String here = where + "[" + index++ + "]";
            Map<String, Object> entry = mapping(item, here);
            knownKeys(
                    entry, ranged ? Set.of("model", "layer_range", "parameters") : Set.of("model", "parameters"), here);
            ModelReference model = optionalModel(entry.get("model"), here + ".model");
            if (model == null) {
                if (entry.get("model") == null) {
                    problems.add(here + " names no model");
                }
                model = new ModelReference("?", null);
            }
            int[] range = ranged ? range(entry.get("layer_range"), here + ".layer_range") : new int[] {0, -1};
            Map<String, Setting> own = parameters(entry.get("parameters"), here + ".parameters");
            sources.add(new Source(model, range[0], range[1], own));
        }
        return sources;
    }

    private int[] range(@Nullable Object value, String where) {
        if (value instanceof List<?> two
                && two.size() == 2
                && two.get(0) instanceof Integer from
                && two.get(1) instanceof Integer to
                && 0 <= from
                && from < to
                && to <= MAX_LAYERS) {
            return new int[] {from, to};
        }
        problems.add(where + " is " + value + "; it must be [first layer, layer after the last]");
        return new int[] {0, 1};
    }

    private @Nullable ModelReference optionalModel(@Nullable Object value, String where) {
        if (value == null) {
            return null;
        }
        String text = value instanceof Map<?, ?> ? inFull(mapping(value, where), where) : value.toString();
        ModelReference reference = ModelReference.parse(text);
        if (reference == null) {
            problems.add(where + " is " + text + "; a model is written path or path+adapter");
        }
        return reference;
    }

    /** The long form {@code {model: {path: …}, lora: {path: …}}}. */
    private String inFull(Map<String, Object> entry, String where) {
        knownKeys(entry, Set.of("model", "lora"), where);
        String adapter = entry.get("lora") == null ? "" : "+" + path(entry.get("lora"), where + ".lora");
        return path(entry.get("model"), where + ".model") + adapter;
    }

    private String path(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?>) {
            Map<String, Object> entry = mapping(value, where);
            knownKeys(entry, Set.of("path"), where);
            return String.valueOf(entry.get("path"));
        }
        return String.valueOf(value);
    }

    private Map<String, Setting> parameters(@Nullable Object value, String where) {
        Map<String, Setting> parameters = new LinkedHashMap<>();
        if (value == null) {
            return parameters;
        }
        Map<String, Object> given = mapping(value, where);
        if (method != null) {
            knownKeys(given, MergeMethod.allParameterNames(), where);
            for (String name : given.keySet()) {
                if (MergeMethod.allParameterNames().contains(name)
                        && !method.parameterNames().contains(name)) {
                    notes.add(where + "." + name + " has no effect on " + method.configName() + ".");
                }
            }
        }
        given.forEach((name, setting) -> {
            Setting read = setting(setting, where + "." + name, true);
            if (read != null) {
                parameters.put(name, read);
            }
        });
        return parameters;
    }

    private @Nullable Setting setting(@Nullable Object value, String where, boolean conditions) {
        Double number = number(value);
        if (number != null) {
            return new Setting.Constant(number);
        }
        if (value instanceof List<?> items && !items.isEmpty()) {
            List<Double> points = new ArrayList<>();
            for (Object item : items) {
                Double point = number(item);
                if (point != null) {
                    points.add(point);
                }
            }
            if (points.size() == items.size()) {
                return new Setting.Gradient(points);
            }
            if (conditions && points.isEmpty()) {
                return cases(items, where);
            }
        }
        if (conditions && value instanceof Map<?, ?>) {
            return cases(List.of(value), where);
        }
        problems.add(where + " is " + value
                + "; it must be a number, true or false, a list of numbers, or a list of {filter, value}");
        return null;
    }

    private Setting cases(List<?> items, String where) {
        List<Setting.Case> cases = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String here = where + "[" + i + "]";
            Map<String, Object> entry = mapping(items.get(i), here);
            knownKeys(entry, Set.of("filter", "value"), here);
            Setting value = setting(entry.get("value"), here + ".value", false);
            if (value != null) {
                Object filter = entry.get("filter");
                cases.add(new Setting.Case(filter == null ? null : filter.toString(), value));
            }
        }
        return new Setting.Cases(cases);
    }

    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        return null;
    }

    private @Nullable Precision precision(@Nullable Object value, String where) {
        if (value == null) {
            return null;
        }
        Precision found = Precision.named(value.toString()).orElse(null);
        if (found == null) {
            List<String> names =
                    Arrays.stream(Precision.values()).map(Precision::configName).toList();
            problems.add(where + " is " + value + "; it is one of " + String.join(", ", names)
                    + Suggestion.didYouMean(value.toString(), names));
        }
        return found;
    }

    private @Nullable TokenizerRule tokenizer(@Nullable Object source, @Nullable Object tokenizer) {
        if (source != null && tokenizer != null) {
            problems.add("tokenizer_source and tokenizer are both given; one of them is enough");
            return null;
        }
        if (tokenizer == null) {
            return source == null ? null : rule(source, "tokenizer_source", 1);
        }
        Map<String, Object> entry = mapping(tokenizer, "tokenizer");
        if (entry.get("tokens") != null) {
            problems.add("tokenizer.tokens is given; embeddings token by token are not supported,"
                    + " so leave it out and let source decide");
        }
        knownKeys(entry, Set.of("source", "tokens", "pad_to_multiple_of"), "tokenizer");
        Object multiple = Objects.requireNonNullElse(entry.get("pad_to_multiple_of"), 1);
        if (!(multiple instanceof Integer rows) || rows < 1 || rows > 1 << 20) {
            problems.add("tokenizer.pad_to_multiple_of is " + multiple + "; it must be a whole number from 1");
            return null;
        }
        Object from = Objects.requireNonNullElse(entry.get("source"), "union");
        return rule(from, "tokenizer.source", rows);
    }

    private @Nullable TokenizerRule rule(Object source, String where, int multiple) {
        if (source.equals("union") || source.equals("base")) {
            TokenizerRule.Kind kind = source.equals("union") ? TokenizerRule.Kind.UNION : TokenizerRule.Kind.BASE;
            return new TokenizerRule(kind, null, multiple);
        }
        ModelReference model = optionalModel(source, where);
        return model == null ? null : new TokenizerRule(TokenizerRule.Kind.MODEL, model, multiple);
    }

    private @Nullable String text(@Nullable Object value, String where) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problems.add(where + " is " + value + "; it must be text");
        return null;
    }

    private List<?> list(@Nullable Object value, String where) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> items) {
            if (items.isEmpty()) {
                problems.add(where + " is empty");
            }
            return items;
        }
        problems.add(where + " must be a list");
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> mapping(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            if (map.keySet().stream().allMatch(String.class::isInstance)) {
                return (Map<String, Object>) map;
            }
            problems.add(where + " has a key that is not text");
            return Map.of();
        }
        problems.add(where + " must have keys and values");
        return Map.of();
    }
}
