package dev.selvedge.model.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code loop} knows inside of a loop.
 *
 * @param again what calling it does, null where the loop is not recursive
 */
record LoopState(
        List<Value> items, int index, int depth, Changed changed, Value.@Nullable Function again, Budget budget) {
    /** The attribute that is called; no name in a template can be this one. */
    static final String CALL = "()";

    /** What {@code loop.changed} was asked last. */
    static final class Changed {
        private @Nullable Value last;
    }

    Value value() {
        return new Value.Thing("loop", this::attribute);
    }

    private @Nullable Value attribute(String name) {
        int size = items.size();
        return switch (name) {
            case "index" -> Value.Whole.of(index + 1L);
            case "index0" -> Value.Whole.of(index);
            case "revindex" -> Value.Whole.of((long) size - index);
            case "revindex0" -> Value.Whole.of(size - 1L - index);
            case "first" -> Value.Bool.of(index == 0);
            case "last" -> Value.Bool.of(index == size - 1);
            case "length" -> Value.Whole.of(size);
            case "depth" -> Value.Whole.of(depth + 1L);
            case "depth0" -> Value.Whole.of(depth);
            case "previtem" ->
                index > 0 ? items.get(index - 1) : new Value.Undefined("there is no item before the first");
            case "nextitem" ->
                index + 1 < size ? items.get(index + 1) : new Value.Undefined("there is no item after the last");
            case "cycle" ->
                new Value.Function("cycle", given -> {
                    if (given.positional().isEmpty()) {
                        throw new TemplateProblem("'cycle' needs items");
                    }
                    return given.positional().get(index % given.positional().size());
                });
            case "changed" ->
                new Value.Function("changed", given -> {
                    Value now = new Value.Items(given.positional(), true, 0);
                    boolean differs = changed.last == null || !Python.same(changed.last, now, budget);
                    changed.last = now;
                    return Value.Bool.of(differs);
                });
            case CALL -> again;
            default -> null;
        };
    }
}
