package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one tensor of the result is made of: the same tensor of each model, and its parameters.
 *
 * @param name of the tensor in the result
 * @param base what deltas are taken against; null where the method has none
 * @param models the others, in their order
 * @param precision of the arithmetic
 * @param seed of what is drawn
 * @param common parameters that are not of one model
 * @param ofModels parameters of each model
 */
record Inputs(
        String name,
        @Nullable TensorSource base,
        List<TensorSource> models,
        Precision precision,
        long seed,
        Map<String, Double> common,
        List<Map<String, Double>> ofModels) {
    private static final int CHUNK = 8192;

    Inputs {
        models = List.copyOf(models);
        common = Map.copyOf(common);
        ofModels = List.copyOf(ofModels);
    }

    /**
     * A run of values, the same of every model.
     *
     * @param from place of the first in the row-major order
     * @param length how many; arrays may be longer
     * @param base values of the base; empty where there is none
     * @param models values of the models
     */
    record Chunk(long from, int length, float[] base, float[][] models) {}

    /** Sees a chunk. Arrays are used again for the next one. */
    @FunctionalInterface
    interface Visitor {
        void visit(Chunk chunk);
    }

    List<Long> shape() {
        return first().shape();
    }

    long size() {
        return first().size();
    }

    int count() {
        return models.size();
    }

    private TensorSource first() {
        return base != null ? base : models.getFirst();
    }

    /** Number of values in a row; a vector is one row. */
    int rowLength() {
        return Math.toIntExact(first().rowLength());
    }

    double number(String parameter) {
        Double value = common.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no parameter " + parameter);
        }
        return value;
    }

    boolean flag(String parameter) {
        return number(parameter) != 0;
    }

    double number(String parameter, int model) {
        Double value = ofModels.get(model).get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no parameter " + parameter + " of model " + model);
        }
        return value;
    }

    /** Shows all values in their order, chunk by chunk; a chunk is made of whole rows where a row fits into one. */
    void scan(Visitor visitor) {
        long size = size();
        scan(CHUNK < rowLength() ? CHUNK : CHUNK / Math.max(1, rowLength()) * rowLength(), size, visitor);
    }

    /** As {@link #scan}, and a chunk is always made of whole rows. */
    void scanRows(Visitor visitor) {
        scan(Math.max(1, CHUNK / Math.max(1, rowLength())) * rowLength(), size(), visitor);
    }

    private void scan(int step, long size, Visitor visitor) {
        int most = (int) Math.min(Math.max(1, step), Math.max(1, size));
        float[] baseValues = new float[base == null ? 0 : most];
        float[][] values = new float[models.size()][most];
        for (long from = 0; from < size; from += most) {
            int length = (int) Math.min(most, size - from);
            if (base != null) {
                read(base, from, baseValues, length);
            }
            for (int i = 0; i < values.length; i++) {
                read(models.get(i), from, values[i], length);
            }
            visitor.visit(new Chunk(from, length, baseValues, values));
        }
    }

    private void read(TensorSource source, long from, float[] target, int length) {
        source.read(from, target, length);
        if (source.precision() != precision) {
            precision.round(target, length);
        }
    }

    /** Model minus base, in the precision of the arithmetic. */
    void delta(Chunk chunk, int model, float[] delta) {
        float[] values = chunk.models()[model];
        float[] from = chunk.base();
        for (int i = 0; i < chunk.length(); i++) {
            delta[i] = values[i] - from[i];
        }
        precision.round(delta, chunk.length());
    }

    /** The same with the base as the first model, and none left. */
    Inputs withBaseAsModel() {
        List<TensorSource> all = new ArrayList<>(models);
        all.addFirst(Objects.requireNonNull(base));
        return new Inputs(name, null, all, precision, seed, common, List.of());
    }

    /** The same tensor with the values of one model alone, against the same base. */
    Inputs only(int model) {
        return new Inputs(
                name, base, List.of(models.get(model)), precision, seed, common, List.of(ofModels.get(model)));
    }

    /** Sums of products of all pairs of models, of their deltas where there is a base. */
    double[][] products() {
        int count = count();
        double[][] sums = new double[count][count];
        float[][] deltas = new float[count][];
        scan(chunk -> {
            for (int i = 0; i < count; i++) {
                if (base == null) {
                    deltas[i] = chunk.models()[i];
                } else {
                    deltas[i] = deltas[i] == null ? new float[chunk.models()[i].length] : deltas[i];
                    delta(chunk, i, deltas[i]);
                }
            }
            for (int i = 0; i < count; i++) {
                for (int k = 0; k <= i; k++) {
                    sums[i][k] += Sums.product(deltas[i], deltas[k], chunk.length());
                }
            }
        });
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < i; k++) {
                sums[k][i] = sums[i][k];
            }
        }
        return sums;
    }

    /** A key for what is drawn for one model of this tensor; it depends on nothing else. */
    long drawKey(int model) {
        long key = CounterRandom.mix(seed);
        for (int i = 0; i < name.length(); i++) {
            key = CounterRandom.mix(key ^ name.charAt(i));
        }
        return CounterRandom.mix(key ^ (0x5851F42D4C957F2DL * (model + 1)));
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape().toArray());
    }
}
