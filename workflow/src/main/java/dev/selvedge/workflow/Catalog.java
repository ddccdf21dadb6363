package dev.selvedge.workflow;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import dev.selvedge.workflow.catalog.CatalogFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The actions that are known, with their parameters, types and wording. Function names and identifiers are unique. */
public final class Catalog {
    private static final String RESOURCE = "catalog.json";
    private static final Pattern OPTIONAL_PART = Pattern.compile("\\[([^]]*)]");
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private final Map<String, Action> byId = new LinkedHashMap<>();
    private final Map<String, Action> byFunction = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two actions share an identifier or a function name */
    public Catalog(Collection<Action> actions) {
        for (Action action : actions) {
            if (byId.put(action.id(), action) != null) {
                throw new IllegalArgumentException("the catalogue has two actions " + action.id());
            }
            if (byFunction.put(action.function(), action) != null) {
                throw new IllegalArgumentException("the catalogue has two functions " + action.function());
            }
        }
    }

    private static final class Bundled {
        static final Catalog CATALOG = CatalogFile.read(Resource.text(Catalog.class, RESOURCE));
    }

    /** The catalogue that ships with Selvedge. */
    public static Catalog bundled() {
        return Bundled.CATALOG;
    }

    public Collection<Action> actions() {
        return byId.values();
    }

    public Optional<Action> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Action> byFunction(String function) {
        return Optional.ofNullable(byFunction.get(function));
    }

    /**
     * This catalogue and another. An action that both have is taken from the other; a function name that both give to
     * different actions gets a number in the other's.
     */
    public Merged plus(Catalog other) {
        Map<String, Action> actions = new LinkedHashMap<>(byId);
        List<String> collisions = new ArrayList<>();
        for (Action action : other.actions()) {
            if (actions.put(action.id(), action) != null) {
                collisions.add("The action " + action.id() + " is in both catalogues; the one added last counts.");
            }
        }
        Set<String> taken = new HashSet<>();
        actions.values().stream()
                .filter(action -> other.byId(action.id()).isEmpty())
                .forEach(action -> taken.add(action.function()));
        for (Action action : other.actions()) {
            String name = action.function();
            for (int n = 2; !taken.add(name); n++) {
                name = action.function() + "_" + n;
            }
            if (!name.equals(action.function())) {
                actions.put(action.id(), action.named(name));
                collisions.add("The name " + action.function() + " is taken; " + action.id() + " is called " + name
                        + " here.");
            }
        }
        return new Merged(new Catalog(actions.values()), collisions);
    }

    /**
     * Two catalogues as one.
     *
     * @param collisions what both had, a sentence each
     */
    public record Merged(Catalog catalog, List<String> collisions) {
        public Merged {
            collisions = List.copyOf(collisions);
        }
    }

    /**
     * One action.
     *
     * @param id identifier in files
     * @param function name in code, a legal Python identifier in snake case
     * @param app application that offers it, {@code Shortcuts} for built-in ones
     * @param category of the action
     * @param summary what it does, an imperative clause in our own words, with parameters as {@code {name}} slots and
     *     in brackets the parts to leave out where a parameter has no value, for example {@code Show {text} as a
     *     notification[ titled {title}]}; read it through {@link #describe}
     * @param details what else a caller should know, null for nothing; may have several lines
     * @param parameters in the order of the code
     * @param output what it gives, null for nothing
     * @param effect whether a person or the device's state can notice that it ran
     * @param noise keys that files hold for the editor alone: how it shows the action, and what was left behind
     */
    public record Action(
            String id,
            String function,
            String app,
            String category,
            String summary,
            @Nullable String details,
            List<Parameter> parameters,
            @Nullable Output output,
            boolean effect,
            Set<String> noise) {
        public Action {
            parameters = List.copyOf(parameters);
            noise = Collections.unmodifiableSet(new LinkedHashSet<>(noise));
        }

        /** An action of which nothing else is to be said, and without noise. */
        public Action(
                String id,
                String function,
                String app,
                String category,
                String summary,
                List<Parameter> parameters,
                @Nullable Output output,
                boolean effect) {
            this(id, function, app, category, summary, null, parameters, output, effect, Set.of());
        }

        /** The same action under another function name. */
        public Action named(String name) {
            return new Action(id, name, app, category, summary, details, parameters, output, effect, noise);
        }

        /** The parameter that takes the previous action's output where a file leaves it out. */
        public Optional<Parameter> input() {
            return parameters.stream().filter(Parameter::input).findFirst();
        }

        public Optional<Parameter> byKey(String key) {
            return parameters.stream().filter(p -> p.key().equals(key)).findFirst();
        }

        public Optional<Parameter> byName(String name) {
            return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
        }

        /**
         * What it does, in words: the summary with its slots filled. A slot without a wording reads as the parameter's
         * default, or its label where it has none, unless it stands in a bracketed part: that part is left out.
         *
         * @param wording what to say for a parameter, empty where it has no value
         */
        public String describe(Function<Parameter, Optional<String>> wording) {
            Matcher part = OPTIONAL_PART.matcher(summary);
            StringBuilder text = new StringBuilder();
            int end = 0;
            while (part.find()) {
                text.append(fill(summary.substring(end, part.start()), wording));
                if (slots(part.group(1)).allMatch(p -> wording.apply(p).isPresent())) {
                    text.append(fill(part.group(1), wording));
                }
                end = part.end();
            }
            return text.append(fill(summary.substring(end), wording)).toString();
        }

        /** The parameters that the summary names, in its order. */
        public List<Parameter> slots() {
            return slots(summary).toList();
        }

        private Stream<Parameter> slots(String text) {
            return SLOT.matcher(text).results().map(m -> slot(m.group(1)));
        }

        private String fill(String text, Function<Parameter, Optional<String>> wording) {
            return SLOT.matcher(text).replaceAll(m -> {
                Parameter parameter = slot(m.group(1));
                return Matcher.quoteReplacement(wording.apply(parameter).orElseGet(parameter::unsaid));
            });
        }

        private Parameter slot(String name) {
            return byName(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the summary of " + id + " names {" + name + "}, which is no parameter of it"));
        }

        /**
         * One line for a prompt, which after {@code def} parses as Python: {@code change_case(text,
         * case="UPPERCASE"|"lowercase") -> text}. A parameter that may be left out and takes any value reads
         * {@code name=None}, and stands after those that read {@code name}.
         */
        public String signature() {
            return function
                    + parameters.stream()
                            .sorted(Comparator.comparing(Parameter::bare).reversed())
                            .map(Parameter::signature)
                            .collect(Collectors.joining(", ", "(", ")"))
                    + (output == null ? "" : " -> " + output.type().label());
        }
    }

    /**
     * One parameter.
     *
     * @param key in files
     * @param name in code, a legal Python identifier, unique in its action
     * @param type of its values
     * @param input whether it takes the previous action's output where a file leaves it out; at most one
     * @param required whether the action makes no sense without it
     * @param defaultValue what the action does without it, as in the file, null where unknown
     * @param values the only values that it takes, as text, empty for any
     * @param label what it is, a noun phrase in our own words
     * @param schema a JSON Schema of its values that says more than the type, null where there is nothing more to say
     */
    public record Parameter(
            String key,
            String name,
            ContentType type,
            boolean input,
            boolean required,
            @Nullable String defaultValue,
            List<String> values,
            String label,
            @Nullable JsonNode schema) {
        public Parameter {
            values = List.copyOf(values);
        }

        /** A parameter whose type says all. */
        public Parameter(
                String key,
                String name,
                ContentType type,
                boolean input,
                boolean required,
                @Nullable String defaultValue,
                List<String> values,
                String label) {
            this(key, name, type, input, required, defaultValue, values, label, null);
        }

        /** Whether a signature shows it by its name alone: it must be given and takes any value. */
        public boolean bare() {
            return required && values.isEmpty();
        }

        private String unsaid() {
            return defaultValue == null ? label : defaultValue;
        }

        String signature() {
            if (values.isEmpty()) {
                return bare() ? name : name + "=None";
            }
            return name + "=" + values.stream().map(Json::write).collect(Collectors.joining("|"));
        }
    }

    /**
     * What an action gives.
     *
     * @param name as the user sees it, for example {@code Battery Level}
     */
    public record Output(String name, ContentType type) {}
}
