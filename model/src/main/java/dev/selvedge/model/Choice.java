package dev.selvedge.model;

import dev.selvedge.core.Sampling;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A token drawn from logits.
 *
 * @param id the token
 * @param logProb its natural log-probability under the untempered model
 */
record Choice(int id, float logProb) {
    /**
     * Draws as the sampling says: greedy at temperature 0 (the lowest id of equals), else from the smallest set of
     * likeliest tokens that holds the nucleus mass.
     *
     * @param logits of several rows
     * @param from where the row begins
     * @param width of the row
     */
    static Choice of(float[] logits, int from, int width, Sampling sampling, SplittableRandom random) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = logits[from + i] > logits[from + best] ? i : best;
        }
        double top = logits[from + best];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += Math.exp(logits[from + i] - top);
        }
        double logSum = Math.log(sum) + top;
        int id = sampling.temperature() == 0 ? best : draw(logits, from, width, top, sampling, random);
        return new Choice(id, (float) (logits[from + id] - logSum));
    }

    private static int draw(
            float[] logits, int from, int width, double top, Sampling sampling, SplittableRandom random) {
        double[] mass = new double[width];
        double total = 0;
        for (int i = 0; i < width; i++) {
            mass[i] = Math.exp((logits[from + i] - top) / sampling.temperature());
            total += mass[i];
        }
        int[] order = sampling.topP() == 1
                ? IntStream.range(0, width).toArray()
                : IntStream.range(0, width)
                        .boxed()
                        .sorted((a, b) -> Double.compare(mass[b], mass[a]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int size = width;
        double kept = total;
        if (sampling.topP() < 1) {
            kept = 0;
            size = 0;
            while (size < width && kept < sampling.topP() * total) {
                kept += mass[order[size++]];
            }
        }
        double at = random.nextDouble() * kept;
        for (int i = 0; i < size; i++) {
            at -= mass[order[i]];
            if (at < 0) {
                return order[i];
            }
        }
        return order[size - 1];
    }
}
