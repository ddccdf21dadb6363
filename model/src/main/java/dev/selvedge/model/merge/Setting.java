package dev.selvedge.model.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a parameter, which may depend on the tensor's name and on the depth of its layer. */
public sealed interface Setting {
    /**
     * @param tensor name of the tensor
     * @param depth 0 for the first layer of a slice, 1 for its last
     * @return null where no condition holds
     */
    @Nullable
    Double at(String tensor, double depth);

    /** The same everywhere. Booleans are 1 and 0. */
    record Constant(double value) implements Setting {
        @Override
        public Double at(String tensor, double depth) {
            return value;
        }
    }

    /**
     * Points at equal distances over the depth, with straight lines between them.
     *
     * @param points at least one
     */
    record Gradient(List<Double> points) implements Setting {
        public Gradient {
            points = List.copyOf(points);
        }

        @Override
        public Double at(String tensor, double depth) {
            double scaled = depth * (points.size() - 1);
            int before = (int) scaled;
            int after = Math.min(points.size() - 1, before + 1);
            double share = scaled - before;
            return (1 - share) * points.get(before) + share * points.get(after);
        }
    }

    /** The first case that holds. */
    record Cases(List<Case> cases) implements Setting {
        public Cases {
            cases = List.copyOf(cases);
        }

        @Override
        public @Nullable Double at(String tensor, double depth) {
            for (Case one : cases) {
                if (one.holds(tensor)) {
                    return one.value().at(tensor, depth);
                }
            }
            return null;
        }
    }

    /**
     * A value for some tensors.
     *
     * @param filter a part of the tensor's name; null or {@code *} for every tensor
     * @param value what it is there
     */
    record Case(@Nullable String filter, Setting value) {
        boolean holds(String tensor) {
            return filter == null || filter.equals("*") || tensor.contains(filter);
        }
    }
}
