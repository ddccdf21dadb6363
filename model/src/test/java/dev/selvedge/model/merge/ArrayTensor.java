package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A tensor in memory. */
record ArrayTensor(List<Long> shape, Precision precision, float[] values) implements TensorSource {
    static ArrayTensor random(long seed, Precision precision, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = precision.round(0.1 * random.nextGaussian());
        }
        return new ArrayTensor(Arrays.stream(shape).boxed().toList(), precision, values);
    }

    @Override
    public void read(long from, float[] target, int length) {
        System.arraycopy(values, (int) from, target, 0, length);
    }

    /** What a method makes of tensors, with the defaults of its parameters but for those given. */
    static float[] merged(
            MergeMethod method,
            @Nullable ArrayTensor base,
            List<ArrayTensor> models,
            Map<String, Double> common,
            List<Map<String, Double>> ofModels) {
        return merged(method, base, models, common, ofModels, 0);
    }

    static float[] merged(
            MergeMethod method,
            @Nullable ArrayTensor base,
            List<ArrayTensor> models,
            Map<String, Double> common,
            List<Map<String, Double>> ofModels,
            long seed) {
        Map<String, Double> all = new HashMap<>();
        method.common().forEach((name, value) -> all.put(name, value == null ? 0.5 : value));
        all.putAll(common);
        List<Map<String, Double>> each = ofModels.stream()
                .map(given -> {
                    Map<String, Double> one = new HashMap<>();
                    method.ofModels().forEach((name, value) -> one.put(name, value == null ? 0.5 : value));
                    one.putAll(given);
                    return Map.copyOf(one);
                })
                .toList();
        ArrayTensor first = base == null ? models.getFirst() : base;
        Inputs inputs = new Inputs(
                "model.layers.0.mlp.up_proj.weight", base, List.copyOf(models), first.precision(), seed, all, each);
        float[] result = new float[first.values().length];
        new TensorMerge(inputs, method.prepare(inputs))
                .run((chunk, out) -> System.arraycopy(out, 0, result, (int) chunk.from(), chunk.length()));
        return result;
    }
}
