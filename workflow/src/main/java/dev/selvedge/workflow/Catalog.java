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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions that are known, with their parameters, types and wording. Function names and identifiers are unique. */
public final class Catalog {
    private static final String RESOURCE = "catalog.json";

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
     * @param summary what it does, an imperative clause in our own words, with parameters as {@code {name}} slots, for
     *     example {@code Show {text} as a notification titled {title}}
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

        /** One line for a prompt: {@code change_case(text, case="UPPERCASE"|"lowercase") -> text}. */
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

        String signature() {
            return values.isEmpty()
                    ? name
                    : name + "=" + values.stream().map(v -> '"' + v + '"').collect(Collectors.joining("|"));
        }
    }

    /**
     * What an action gives.
     *
     * @param name as the user sees it, for example {@code Battery Level}
     */
    public record Output(String name, ContentType type) {}
}
