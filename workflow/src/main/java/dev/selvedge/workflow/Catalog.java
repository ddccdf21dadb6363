package dev.selvedge.workflow;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        static final Catalog CATALOG = load();

        private static Catalog load() {
            try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + RESOURCE + " is missing from the build");
                }
                return new Catalog(List.of(Json.mapper().readValue(in, Action[].class)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
     * One action.
     *
     * @param id identifier in files
     * @param function name in code, a legal Python identifier in snake case
     * @param app application that offers it, {@code Shortcuts} for built-in ones
     * @param category of the action
     * @param summary what it does, an imperative clause in our own words, with parameters as {@code {name}} slots and
     *     in brackets the parts to leave out where a parameter has no value, for example {@code Show {text} as a
     *     notification[ titled {title}]}; read it through {@link #describe}
     * @param parameters in the order of the code
     * @param output what it gives, null for nothing
     * @param effect whether a person or the device's state can notice that it ran
     */
    public record Action(
            String id,
            String function,
            String app,
            String category,
            String summary,
            List<Parameter> parameters,
            @Nullable Output output,
            boolean effect) {
        public Action {
            parameters = List.copyOf(parameters);
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
         * {@code name=None}.
         */
        public String signature() {
            return function
                    + parameters.stream().map(Parameter::signature).collect(Collectors.joining(", ", "(", ")"))
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
     * @param values the only values that it takes, empty for any
     * @param label what it is, a noun phrase in our own words
     */
    public record Parameter(
            String key,
            String name,
            ContentType type,
            boolean input,
            boolean required,
            @Nullable String defaultValue,
            List<String> values,
            String label) {
        public Parameter {
            values = List.copyOf(values);
        }

        private String unsaid() {
            return defaultValue == null ? label : defaultValue;
        }

        String signature() {
            if (values.isEmpty()) {
                return required ? name : name + "=None";
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
