package dev.selvedge.model.jinja;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function, a filter or a test is called with.
 *
 * @param what its name, for messages
 * @param positional in order
 * @param named by name
 */
public record Given(String what, List<Value> positional, Map<String, Value> named) {
    /** The arguments by these names, null where one is not given; more or other ones are an error. */
    @Nullable
    Value[] bind(String... names) {
        if (positional.size() > names.length) {
            throw new TemplateProblem(
                    what + " takes at most " + names.length + " arguments, but got " + positional.size());
        }
        @Nullable Value[] bound = new Value[names.length];
        for (int i = 0; i < positional.size(); i++) {
            bound[i] = positional.get(i);
        }
        named.forEach((name, value) -> {
            int at = Arrays.asList(names).indexOf(name);
            if (at < 0) {
                throw new TemplateProblem(what + " takes no argument '" + name + "'");
            }
            if (bound[at] != null) {
                throw new TemplateProblem(what + " got the argument '" + name + "' twice");
            }
            bound[at] = value;
        });
        return bound;
    }

    /** As {@link #bind} for one argument that must be there. */
    Value one(String name) {
        return required(bind(name)[0], name);
    }

    Value required(@Nullable Value value, String name) {
        if (value == null) {
            throw new TemplateProblem(what + " needs the argument '" + name + "'");
        }
        return value;
    }

    Text text(@Nullable Value value, String name) {
        if (required(value, name) instanceof Text text) {
            return text;
        }
        throw new TemplateProblem(
                what + " needs a string as '" + name + "', not " + Python.kind(required(value, name)));
    }

    /** A whole number, or what is meant without one. */
    int number(@Nullable Value value, String name, int otherwise) {
        if (value == null || value == Value.None.NONE) {
            return otherwise;
        }
        return Python.index(value, what + "'s '" + name + "'");
    }

    void none() {
        bind();
    }
}
